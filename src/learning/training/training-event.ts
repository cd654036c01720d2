import type { Epoch } from '#shared/contract/common.ts'
import type { Sha256 } from '#shared/ids.ts'

/** What a training run tells on its way. */
export type TrainingEvent =
  | {
      readonly kind: 'progress'
      /** "main" or "fold 2 of 3". */
      readonly fit: string
      /** "prepare", "epoch" (of the main fit) or the name of a fold's fit; `done` counts photographs or epochs. */
      readonly stage: string
      readonly done: number
      readonly total: number
      readonly secondsLeft: number | null
    }
  | { readonly kind: 'device'; readonly runtime: string; readonly device: string }
  | { readonly kind: 'unreadable'; readonly hash: string; readonly reason: string }
  /** An epoch is told together with the checkpoint after it: whoever keeps both or neither never sees it taken twice. */
  | { readonly kind: 'epoch'; readonly fit: string; readonly epoch: Epoch; readonly checkpoint: Sha256 }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Sha256 }
