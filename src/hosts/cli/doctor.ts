import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { asAppError } from '#shared/errors.ts'
import { createProject } from '#store/open.ts'
import { applicationVersion } from '../application.ts'
import { electronPackageFolder, findElectron } from '../electron-binary.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { withWorkstation } from './project.ts'
import type { Terminal } from './terminal.ts'
import { columns } from './words.ts'

export const doctorCommand: CommandDefinition = (answering) =>
  newCommand('doctor', 'what works on this machine').action(
    answering((terminal) =>
      withWorkstation(terminal, async (workstation) => {
        const [runtimes, store, electron] = await Promise.all([
          workstation.client.system.runtimes(),
          examineStore(terminal),
          examineElectron(terminal),
        ])
        const rows = [
          ['node', 'yes', process.version],
          ...[...runtimes, { name: 'store', ...store }, { name: 'electron', ...electron }].map(
            ({ name, available, reason, ...more }) => [
              name,
              available ? 'yes' : 'no',
              ('device' in more && more.device) || (reason ?? ''),
              'stepMilliseconds' in more && available ? stepInWords(more.stepMilliseconds, reason) : '',
            ],
          ),
        ]
        return { document: { node: process.version, runtimes, store, electron }, text: columns(rows) }
      }),
    ),
  )

function stepInWords(milliseconds: number | null, reason: string | null): string {
  return milliseconds === null ? (reason ?? '') : `${milliseconds.toFixed(0)} ms a small training step`
}

/** Whether a project can be made and written here, tried in a folder of its own, and how its database is set. */
async function examineStore({ now }: Terminal) {
  const version = packageVersion('better-sqlite3')
  const folder = await mkdtemp(join(tmpdir(), 'regrade-doctor-'))
  try {
    const trial = { name: 'Trial', id: 'trial', version: applicationVersion(), now: now().toISOString() }
    const store = createProject(join(folder, 'trial.regrade'), trial)
    const settings = {
      journalMode: store.setting('journal_mode'),
      synchronous: store.setting('synchronous'),
      schema: store.setting('user_version'),
    }
    store.close()
    return { available: true, reason: null, version, ...settings }
  } catch (error) {
    return { available: false, reason: asAppError(error).message, version }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Electron's binary is looked for but never got from outside. */
async function examineElectron({ environment }: Terminal) {
  const packageFolder = electronPackageFolder()
  const version = packageFolder === undefined ? null : packageVersion('electron')
  const found = await findElectron({
    packageFolder,
    environment: { ...environment, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
    limitMs: 1000,
  })
  if (found.kind === 'found') return { available: true, reason: null, version }
  const reason = packageFolder === undefined ? found.reason : 'its binary is not here yet; npm start gets it'
  return { available: false, reason, version }
}

function packageVersion(name: string): string | null {
  try {
    const found: unknown = createRequire(import.meta.url)(`${name}/package.json`)
    return z.object({ version: z.string() }).parse(found).version
  } catch {
    return null
  }
}
