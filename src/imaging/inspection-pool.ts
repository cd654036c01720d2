import { Worker } from 'node:worker_threads'
import { AppError } from '#shared/errors.ts'
import { throwIfCancelled, type WorkOptions } from '#shared/progress.ts'
import { imageName } from './image-file.ts'
import type { Inspection } from './inspect.ts'
import { workerReplySchema } from './inspect-messages.ts'

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

/** The worker's file lies beside this one: TypeScript in the source tree, JavaScript in a build. */
const besideThis = new URL(
  import.meta.url.endsWith('.ts') ? './inspect-worker.ts' : './inspect-worker.js',
  import.meta.url,
)

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
  signal?.addEventListener('abort', stopAll)

  const takeNext = () => {
    const path = paths[next]
    return path === undefined || stop.signal.aborted ? null : { index: next++, path }
  }
  const lane = async (): Promise<void> => {
    let thread: InspectionThread | null = null
    try {
      for (let job = takeNext(); job !== null; job = takeNext()) {
        thread ??= await startThread(workerFile, stop.signal)
        const answer = await thread.inspect(job.path, timeLimitMs)
        if (stop.signal.aborted) return
        if (!thread.alive) thread = null
        onResult({ ...job, ...answer })
        onProgress?.({ stage: 'inspect', done: ++done, total })
      }
    } catch (error) {
      stopAll()
      throw error
    } finally {
      await thread?.end()
    }
  }
  try {
    const lanes = Array.from({ length: Math.max(1, Math.min(workers, total)) }, lane)
    const outcomes = await Promise.allSettled(lanes)
    throwIfCancelled(signal)
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  } finally {
    signal?.removeEventListener('abort', stopAll)
  }
}

type Answer = { readonly inspection: Inspection } | { readonly error: AppError }

interface InspectionThread {
  readonly alive: boolean
  inspect(path: string, timeLimitMs: number): Promise<Answer>
  end(): Promise<void>
}

/** A thread that has said it is ready. Throws `AppError('internal')` where it ends before. */
async function startThread(file: URL, stop: AbortSignal): Promise<InspectionThread> {
  const worker = new Worker(file)
  let alive = true
  let listener: ((message: unknown) => void) | null = null
  let deathListener: ((cause: unknown) => void) | null = null
  const die = (cause: unknown) => {
    alive = false
    deathListener?.(cause)
  }
  worker.on('message', (message) => listener?.(message))
  worker.on('error', die)
  worker.on('exit', die)
  const endNow = () => void worker.terminate()
  stop.addEventListener('abort', endNow)
  if (stop.aborted) endNow()

  const nextMessage = () =>
    new Promise<unknown>((resolve, reject) => {
      listener = resolve
      deathListener = reject
      if (!alive) reject(new Error('the thread had ended'))
    })
  try {
    await nextMessage()
  } catch (cause) {
    throw new AppError('internal', 'The threads that inspect photographs could not be started.', { cause })
  }
  return {
    get alive() {
      return alive
    },
    async inspect(path, timeLimitMs) {
      const limit = setTimeout(endNow, timeLimitMs)
      try {
        const answer = nextMessage()
        worker.postMessage(path)
        const reply = workerReplySchema.parse(await answer)
        if (reply.kind === 'inspected') return { inspection: reply.inspection }
        if (reply.kind === 'failed') {
          return { error: new AppError(reply.code, reply.message, { details: reply.details }) }
        }
        throw new Error('the thread restarted')
      } catch (cause) {
        endNow()
        alive = false
        const message = `Could not decode ${imageName(path)}: the decoder stopped.`
        return { error: new AppError('image_unreadable', message, { cause }) }
      } finally {
        clearTimeout(limit)
      }
    },
    async end() {
      stop.removeEventListener('abort', endNow)
      await worker.terminate()
    },
  }
}
