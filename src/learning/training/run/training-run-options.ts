import type { Runtime } from '#nn/runtimes/types.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { Recipe } from '#shared/recipe.ts'
import type { BatchThreads } from '../../data/batch-threads.ts'
import type { RunPlan } from '../../data/run-plan.ts'
import type { Sized } from '../fit/fit-context.ts'
import type { TrainingEvent } from '../training-event.ts'

/** Files named by their SHA-256. */
export interface BlobStore {
  put(bytes: Uint8Array): Promise<Sha256>
  read(sha256: Sha256): Promise<Uint8Array>
}

export interface TrainingRunOptions {
  readonly recipe: Recipe
  readonly runtime: Runtime
  /** The recipe's network and the photographs, by their side in pixels. */
  readonly atSize: (size: number) => Sized
  readonly batches: Pick<BatchThreads, 'inOrder'>
  readonly plan: RunPlan
  /** Hashes of the photographs that the plan is without, because they cannot be read now. */
  readonly unreadable: readonly string[]
  /** Model file that the main fit goes on from. */
  readonly parent: Uint8Array | null
  /** Whether folds go on from it, too. */
  readonly foldsFromParent: boolean
  readonly blobs: BlobStore
  readonly checkpoint?: Sha256 | undefined
  /** Longest between two checkpoints, but for the step it falls into, milliseconds; five minutes if absent. */
  readonly checkpointEveryMs?: number | undefined
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
  readonly onEvent: (event: TrainingEvent) => void
}
