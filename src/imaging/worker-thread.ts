import { Worker } from 'node:worker_threads'

/** A thread that answers one request at a time. */
export interface WorkerThread {
  /** False once it has ended, by itself or not. */
  readonly alive: boolean
  /** The thread's next message after this request. Rejects, and ends the thread, where it dies or takes too long. */
  ask(request: unknown, timeLimitMs?: number): Promise<unknown>
  end(): Promise<void>
}

/** The file of a worker called `NAME-worker`, beside the module that names it: TypeScript in the source tree, JavaScript in
 *  a build. */
export function workerFile(name: string, moduleUrl: string): URL {
  return new URL(`./${name}.${moduleUrl.endsWith('.ts') ? 'ts' : 'js'}`, moduleUrl)
}

/** A thread that has said its first message, which says that it is ready. It ends when `stop` is raised. Rejects where it
 *  ends before. */
export async function startThread(file: URL, stop: AbortSignal): Promise<WorkerThread> {
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
  await nextMessage()
  return {
    get alive() {
      return alive
    },
    async ask(request, timeLimitMs) {
      const limit = timeLimitMs === undefined ? undefined : setTimeout(endNow, timeLimitMs)
      try {
        const answer = nextMessage()
        worker.postMessage(request)
        return await answer
      } catch (cause) {
        endNow()
        alive = false
        throw cause
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
