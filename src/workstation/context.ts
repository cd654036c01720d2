import { AppError } from '#shared/errors.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { Changes } from './changes.ts'
import type { ComputeClient } from './compute/client.ts'
import type { RuntimeChoice } from './compute/runtime-choice.ts'
import type { JobRunner } from './jobs/runner.ts'
import type { SettingsFile } from './settings.ts'
import type { TargetHandles } from './targets/handles.ts'

/** The project that is open, and its jobs. */
export interface Session {
  readonly store: ProjectStore
  readonly jobs: JobRunner
}

/** What every service is made with. */
export interface WorkstationContext {
  readonly host: 'electron' | 'browser'
  readonly version: string
  readonly now: () => Date
  readonly threads: number
  /** Where the model lies that new projects are given; null for none. */
  readonly starterFolder: string | null
  /** Whether somebody is looking: new photographs are then scored by the starter without being asked for. */
  readonly attended: boolean
  readonly changes: Changes
  /** The user's own folder of the application. */
  readonly settingsFolder: string
  readonly settings: SettingsFile
  /** Places that a person chose to write to. */
  readonly targets: TargetHandles
  /** Long work: training, scoring, inspection. */
  readonly compute: ComputeClient
  /** A second process for what a reader waits for, so that a heat map does not queue behind a training step. */
  readonly interactive: ComputeClient
  readonly runtimes: RuntimeChoice
  session: Session | undefined
}

/** The open project, or `AppError('project_missing')`. */
export function openSession(context: WorkstationContext): Session {
  if (!context.session) throw new AppError('project_missing', 'No project is open. Open or create one first.')
  return context.session
}

/** The same for what is meant for one project: `AppError('conflict')` where another one is open. */
export function openSessionOf(context: WorkstationContext, project: string | undefined): Session {
  const session = openSession(context)
  if (project !== undefined && project !== session.store.project.id) {
    const sentence = `Another project is open by now, ${session.store.project.name}; nothing was stored in it.`
    throw new AppError('conflict', sentence)
  }
  return session
}
