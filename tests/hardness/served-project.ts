import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createProject } from '#store/open.ts'

const root = join(import.meta.dirname, '..', '..')

/** An empty project served by the command line, in a folder of its own. */
export interface ServedProject {
  readonly child: ChildProcess
  readonly address: string
  readonly port: number
  /** What a program sends that was let in. */
  readonly headers: { readonly cookie: string }
  /** One more address. */
  anew(): Promise<string>
  /** Ends it by a signal. Gives the milliseconds that it took. */
  end(signal: NodeJS.Signals): Promise<number>
}

/** Starts `regrade serve`; the window must have been built. */
export async function serveProject(): Promise<ServedProject> {
  const home = mkdtempSync(join(tmpdir(), 'regrade-hardness-'))
  const project = join(home, 'eyes.regrade')
  createProject(project, { version: 'test', now: '2026-01-01T00:00:00.000Z', name: 'Eyes', id: 'eyes' }).close()
  const run = (...words: string[]) =>
    spawn(process.execPath, ['src/hosts/cli/main.ts', ...words], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, XDG_CONFIG_HOME: join(home, 'settings'), REGRADE_STARTER: 'none', INIT_CWD: root },
    })
  const child = run('serve', project, '--port', '0')
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const address = await printed(child)
  const answer = await fetch(address, { redirect: 'manual' })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  return {
    ...{ child, address, port: Number(new URL(address).port), headers: { cookie } },
    anew: () => printed(run('address', project)),
    end: async (signal) => {
      const started = performance.now()
      child.kill(signal)
      await ended
      rmSync(home, { recursive: true, force: true })
      return performance.now() - started
    },
  }
}

function printed(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const [address] = /http:\/\/127\.0\.0\.1:\d+\/\?ticket=[\w.-]+/.exec(out) ?? []
      if (address !== undefined) resolve(address)
    })
    child.once('close', () => reject(new Error(`It ended without an address: ${out}`)))
  })
}
