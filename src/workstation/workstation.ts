import { availableParallelism } from 'node:os'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import type { Contract } from '#shared/contract/index.ts'
import { type LogLevel, logNote } from '#shared/log.ts'
import { program } from './caller.ts'
import { Changes } from './changes.ts'
import type { ComputeHost } from './compute/channel.ts'
import { ComputeClient } from './compute/client.ts'
import { RuntimeChoice } from './compute/runtime-choice.ts'
import { openSession, type WorkstationContext } from './context.ts'
import { Candidates } from './imports/candidates.ts'
import { keepLog } from './log/log-file.ts'
import { makePixels } from './pixels/serve-pixels.ts'
import { makeRouter, type WorkstationRouter } from './router.ts'
import { closeProject } from './services/open-project.ts'
import { chosenTarget } from './services/targets/chosen-target.ts'
import { SettingsFile } from './settings.ts'
import { TargetHandles } from './targets/handles.ts'

export interface WorkstationOptions {
  readonly host: 'electron' | 'browser'
  readonly compute: ComputeHost
  /** Folder for what is remembered beside projects: the recent ones, and the log. */
  readonly settingsFolder: string
  readonly version: string
  readonly now?: () => Date
  /** Threads that training may use; all of the machine's where left out. */
  readonly threads?: number
  /** Where the model lies that new projects are given; they get none where left out. */
  readonly starterFolder?: string | undefined
  /** Whether somebody is looking: new photographs are then scored by the starter without being asked for. */
  readonly attended?: boolean
  /** What the log holds; without names, `info`, where left out. */
  readonly logLevel?: LogLevel
}

/** The application without a window: what Electron, the browser host and the command line all talk to. */
export interface Workstation {
  readonly router: WorkstationRouter
  /** The contract, called in this process. */
  readonly client: ContractRouterClient<Contract>
  /** Photographs, previews and blobs by id, for Electron's protocol and node:http alike. */
  readonly pixels: (request: Request) => Promise<Response>
  /** A handle, good for one file, of a place that a person chose in a dialog of the shell, which has asked whether a file there may
   *  be replaced. Throws what `targetAt` throws. */
  readonly chooseTarget: (path: string) => string
  /** Folders of photographs of the open project. */
  readonly sources: () => string[]
  close(): Promise<void>
}

export async function openWorkstation(options: WorkstationOptions): Promise<Workstation> {
  const now = options.now ?? (() => new Date())
  const { settingsFolder, logLevel = 'info', version, host } = options
  const endLog = keepLog({ folder: settingsFolder, level: logLevel, now })
  if (options.attended) {
    logNote(
      'info',
      `Regrade ${version} (${host}) has started on Node ${process.versions.node}, ${process.platform} ${process.arch}.`,
    )
  }
  const context: WorkstationContext = {
    host,
    version,
    settingsFolder,
    now,
    threads: options.threads ?? availableParallelism(),
    starterFolder: options.starterFolder ?? null,
    attended: options.attended ?? false,
    changes: new Changes(),
    settings: new SettingsFile(settingsFolder),
    targets: new TargetHandles(now),
    compute: new ComputeClient(options.compute),
    interactive: new ComputeClient(options.compute),
    runtimes: new RuntimeChoice(options.compute),
    session: undefined,
  }
  const candidates = new Candidates()
  const router = makeRouter(context, candidates)
  return {
    router,
    client: createRouterClient(router, { context: program }),
    pixels: makePixels(context, candidates),
    sources: () =>
      openSession(context)
        .store.images.sources()
        .map(({ folder }) => folder),
    chooseTarget: (path) => chosenTarget(context, path, true),
    close: async () => {
      await closeProject(context)
      await Promise.all([context.compute.close(), context.interactive.close()])
      endLog()
    },
  }
}
