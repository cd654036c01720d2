import type { TrainingEvent } from './training-event.ts'

export interface TrainOptions {
  readonly signal?: AbortSignal | undefined
  readonly onEvent: (event: TrainingEvent) => void
}
