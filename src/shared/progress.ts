import { AppError } from './errors.ts'

/** How far one stage of a long work is. `done` never falls and ends at `total`. */
export interface Progress {
  readonly stage: string
  readonly done: number
  readonly total: number
}

/** The last argument of everything that takes long. */
export interface WorkOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Throws `AppError('cancelled')` once the signal has been raised. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'The work was cancelled.')
}
