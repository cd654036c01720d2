import { homedir } from 'node:os'
import type { Project } from '#shared/contract/projects.ts'
import { forkedComputeHost } from '#workstation/compute/forked-host.ts'
import { logLevelOf } from '#workstation/log/log-file.ts'
import { openWorkstation, type Workstation } from '#workstation/workstation.ts'
import { applicationVersion, starterFolder } from '../application.ts'
import { settingsFolder } from '../settings-folder.ts'
import type { Terminal } from './terminal.ts'

/** The workstation's services without a window, closed again however the work ends. */
export async function withWorkstation<T>(
  terminal: Terminal,
  work: (workstation: Workstation) => Promise<T>,
): Promise<T> {
  const { environment } = terminal
  const workstation = await openWorkstation({
    host: 'browser',
    compute: forkedComputeHost(),
    settingsFolder: settingsFolder(process.platform, environment, environment.HOME || homedir()),
    version: applicationVersion(),
    starterFolder: starterFolder(environment),
    now: terminal.now,
    logLevel: logLevelOf(environment),
  })
  try {
    return await work(workstation)
  } finally {
    await workstation.close()
  }
}

/** The same, with the project in `folder` open. */
export async function withProject<T>(
  terminal: Terminal,
  folder: string,
  work: (workstation: Workstation) => Promise<T>,
): Promise<T> {
  return await withWorkstation(terminal, async (workstation) => {
    tellWarnings(terminal, await workstation.client.projects.open({ folder }))
    return await work(workstation)
  })
}

/** What is amiss with the project's file, on standard error. */
export function tellWarnings(terminal: Pick<Terminal, 'err'>, { warnings }: Pick<Project, 'warnings'>): void {
  for (const { sentence } of warnings) terminal.err(`${sentence}\n`)
}
