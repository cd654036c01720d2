import { asAppError } from '#shared/errors.ts'
import { forkedComputeHost } from '#workstation/compute/forked-host.ts'
import { openWorkstation } from '#workstation/workstation.ts'
import { applicationVersion, rendererFolder, windowedWorkstation } from './application.ts'
import { type RunningServer, startServer } from './serve.ts'
import { settingsFolder } from './settings-folder.ts'

export interface PlainHostOptions {
  /** Project to open first. */
  readonly project?: string | undefined
  /** 0: any free one. Left out: the usual one, or any free one where that is taken. */
  readonly port?: number | undefined
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
    if (options.project !== undefined) await workstation.client.projects.open({ folder: options.project })
    const server = await serveOn(options.port, (port) => startServer({ workstation, port, rendererFolder }))
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

async function serveOn(
  port: number | undefined,
  serve: (port: number) => Promise<RunningServer>,
): Promise<RunningServer> {
  if (port !== undefined) return await serve(port)
  return await serve(usualPort).catch((error: unknown) => {
    if (asAppError(error).code === 'conflict') return serve(0)
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
