import { asAppError } from '#shared/errors.ts'
import { forkedComputeHost } from '#workstation/compute/forked-host.ts'
import { openWorkstation } from '#workstation/workstation.ts'
import { HostMemory } from './admission/host-memory.ts'
import { applicationVersion, rendererFolder, windowedWorkstation } from './application.ts'
import type { Page } from './page.ts'
import { type RunningServer, startServer } from './serve.ts'
import { settingsFolder } from './settings-folder.ts'

export interface PlainHostOptions {
  /** Project to open first. */
  readonly project?: string | undefined
  /** 0: any free one. Left out: the one this project was served at last, else the usual one, or any free one where they are taken. */
  readonly port?: number | undefined
  /** Lets nobody in any more who came with an earlier address. */
  readonly newToken?: boolean | undefined
  /** What is served in place of the built window. */
  readonly page?: Page | undefined
}

/** The whole application without Electron: workstation, compute process and server. Throws what opening the project
 *  throws, with everything closed again. `close` of the answer closes all three. */
export async function startPlainHost(options: PlainHostOptions = {}): Promise<RunningServer> {
  const workstation = await openWorkstation({
    host: 'browser',
    compute: forkedComputeHost(),
    settingsFolder: settingsFolder(),
    version: applicationVersion(),
    ...windowedWorkstation(process.env),
  })
  try {
    const { project, port: asked, newToken, page } = options
    const folder = project === undefined ? '' : (await workstation.client.projects.open({ folder: project })).folder
    const memory = new HostMemory(settingsFolder())
    const server = await serveOn(portsToTry(asked, memory.port(folder)), (port) =>
      startServer({ workstation, port, rendererFolder, page, memory, forgetSessions: newToken }),
    )
    memory.rememberPort(folder, server.port)
    const close = async () => {
      await server.close()
      await workstation.close()
    }
    return { ...server, close }
  } catch (error) {
    await workstation.close()
    throw error
  }
}

/** The page's own memory (the reader's name, changed keys) belongs to the address, so it should stay the same. */
export const usualPort = 4747

/** A page that was open looks for the port it came from. */
function portsToTry(asked: number | undefined, last: number | undefined): readonly number[] {
  if (asked !== undefined && asked !== 0) return [asked]
  return [...(last === undefined ? [] : [last]), ...(asked === undefined ? [usualPort] : []), 0]
}

async function serveOn(
  [port = 0, ...others]: readonly number[],
  serve: (port: number) => Promise<RunningServer>,
): Promise<RunningServer> {
  return await serve(port).catch((error: unknown) => {
    if (others.length > 0 && asAppError(error).code === 'conflict') return serveOn(others, serve)
    throw error
  })
}

/** Waits for Ctrl-C or an end asked for by the system, then closes. A second signal ends the process at once. */
export async function untilInterrupted(close: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  await close()
}
