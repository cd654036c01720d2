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

/** What `work` comes to, or `AppError('cancelled')` as soon as the signal is raised; the work itself goes on. */
export async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  throwIfCancelled(signal)
  let stop = () => {}
  const cancelled = new Promise<never>((_, reject) => {
    stop = () => reject(new AppError('cancelled', 'The work was cancelled.'))
  })
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, cancelled])
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

/** Throws `AppError('cancelled')` once the signal has been raised. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'The work was cancelled.')
}
