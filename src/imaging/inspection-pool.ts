import { AppError } from '#shared/errors.ts'
import { logFailure } from '#shared/log.ts'
import { throwIfCancelled, type WorkOptions } from '#shared/progress.ts'
import { imageName } from './image-file.ts'
import type { Inspection } from './inspect.ts'
import { workerReplySchema } from './inspect-messages.ts'
import { startThread, type WorkerThread, workerFile as workerFileOf } from './worker-thread.ts'

/** One photograph's answer. `index` is its place in the paths that were given. */
export type InspectionResult = { readonly index: number; readonly path: string } & (
  | { readonly inspection: Inspection; readonly error?: never }
  | { readonly error: AppError; readonly inspection?: never }
)

export interface InspectAllOptions extends WorkOptions {
  /** Threads; each holds one decoded photograph at a time. */
  readonly workers?: number
  /** Called once for each path, in the order in which photographs are done. */
  readonly onResult: (result: InspectionResult) => void
  /** A photograph that takes longer is given up as unreadable. */
  readonly timeLimitMs?: number
  readonly workerFile?: URL
}

const besideThis = workerFileOf('inspect-worker', import.meta.url)

/** Inspects photographs on worker threads. A file that fails is a result with an error; a thread that dies, or takes too
 *  long, is replaced and its file reported as `image_unreadable`. Resolves when every path has its result; throws
 *  `AppError('cancelled')` when the signal is raised (the threads have ended by then) and what `onResult` throws. */
export async function inspectAll(paths: readonly string[], options: InspectAllOptions): Promise<void> {
  const { signal, onProgress, onResult, workers = 2, timeLimitMs = 120_000, workerFile = besideThis } = options
  throwIfCancelled(signal)
  let next = 0
  let done = 0
  const total = paths.length
  onProgress?.({ stage: 'inspect', done, total })
  const stop = new AbortController()
  const stopAll = () => stop.abort()
  // What stopped the others: that they were stopped is no failure of its own.
  const failures: unknown[] = []
  signal?.addEventListener('abort', stopAll)

  const takeNext = () => {
    const path = paths[next]
    return path === undefined || stop.signal.aborted ? null : { index: next++, path }
  }
  const lane = async (): Promise<void> => {
    let thread: WorkerThread | null = null
    try {
      for (let job = takeNext(); job !== null; job = takeNext()) {
        thread ??= await startInspecting(workerFile, stop.signal)
        const answer = await inspect(thread, job.path, timeLimitMs)
        if (stop.signal.aborted) return
        if (!thread.alive) thread = null
        onResult({ ...job, ...answer })
        onProgress?.({ stage: 'inspect', done: ++done, total })
      }
    } catch (error) {
      failures.push(error)
      stopAll()
      throw error
    } finally {
      await thread?.end()
    }
  }
  try {
    const lanes = Array.from({ length: Math.max(1, Math.min(workers, total)) }, lane)
    await Promise.allSettled(lanes)
    throwIfCancelled(signal)
    if (failures.length > 0) throw failures[0]
  } finally {
    signal?.removeEventListener('abort', stopAll)
  }
}

type Answer = { readonly inspection: Inspection } | { readonly error: AppError }

/** Throws `AppError('internal')` where the thread ends before it is ready. */
async function startInspecting(file: URL, stop: AbortSignal): Promise<WorkerThread> {
  try {
    return await startThread(file, stop)
  } catch (cause) {
    throw new AppError('internal', 'The threads that inspect photographs could not be started.', { cause })
  }
}

async function inspect(thread: WorkerThread, path: string, timeLimitMs: number): Promise<Answer> {
  try {
    const reply = workerReplySchema.parse(await thread.ask(path, timeLimitMs))
    if (reply.kind === 'inspected') return { inspection: reply.inspection }
    if (reply.kind === 'failed') return { error: new AppError(reply.code, reply.message, { details: reply.details }) }
    throw new Error('the thread restarted')
  } catch (cause) {
    logFailure('warn', 'A decoder stopped while it read a photograph.', cause)
    await thread.end()
    const message = `Could not decode ${imageName(path)}: the decoder stopped.`
    return { error: new AppError('image_unreadable', message, { cause }) }
  }
}
