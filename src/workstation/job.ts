import type { RunKind } from '#shared/contract/common.ts'
import type { RunId } from '#shared/ids.ts'
import type { Progress } from '#shared/progress.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { Changes } from './changes.ts'
import type { ComputeClient } from './compute/client.ts'
import type { RuntimeChoice } from './compute/runtime-choice.ts'

/** What a job is handed. It reads and writes the store, asks the compute process, and tells how far it is. */
export interface JobContext {
  readonly run: RunId
  readonly store: ProjectStore
  readonly compute: ComputeClient
  readonly runtimes: RuntimeChoice
  readonly changes: Changes
  readonly threads: number
  /** Whether somebody is looking, who would wait for what is begun only when it is asked for. */
  readonly attended: boolean
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Throttled by the runner. `secondsLeft` where the work knows better than its pace so far. */
  readonly report: (progress: JobProgress) => void
  /** Carries out another run as a part of this one, under the same signal; throws what ended it. */
  readonly part: (run: RunId, onProgress: (progress: JobProgress) => void) => Promise<unknown>
}

export type JobProgress = Progress & { readonly secondsLeft?: number | null }

/** One kind of job. `request` is parsed on the way in and again when a kept job is taken up after a restart. */
export interface Job {
  readonly kind: RunKind
  /** Whether a run of this kind that did not end can be taken up again. */
  readonly resumable: boolean
  readonly execute: (request: unknown, context: JobContext) => Promise<unknown>
}
