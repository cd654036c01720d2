import { startThread, type WorkerThread, workerFile } from '#imaging/worker-thread.ts'
import { accelerators, type RuntimeKind } from '#nn/runtimes/types.ts'
import { AppError } from '#shared/errors.ts'
import { type BatchTask, batchReplySchema } from './batch-messages.ts'
import { type Batch, type BatchRequest, trainingBatch } from './batches.ts'
import type { PreparedCache } from './prepared-cache.ts'

/** How much of the prepared pixels all threads together keep in memory. */
const memoryBytes = 512 * 2 ** 20

/** Most threads that a run makes batches on, beside a network on the processor and on a graphics card: more would wait. */
const mostThreads = { processor: 4, card: 12 }

/** Threads for a run that may use `cores` of them: a network on the processor takes what is left, one on a graphics card needs
 *  a core to be fed from. */
export function batchThreadCount(cores: number, runtime: RuntimeKind): number {
  const most = accelerators.some((kind) => kind === runtime)
    ? Math.min(mostThreads.card, cores - 1)
    : Math.min(mostThreads.processor, Math.floor(cores / 2))
  return Math.max(1, most)
}

/** Threads that make training batches while the network is busy with earlier ones. Which thread makes a batch does not
 *  change it. They start with the first batch; with none of them, batches are made when they are asked for. */
export class BatchThreads {
  readonly #lanes: Lane[]
  readonly #stop = new AbortController()
  readonly #file: URL
  #next = 0

  constructor(threads: number, file = workerFile('batch-worker', import.meta.url)) {
    this.#lanes = Array.from({ length: threads }, () => ({ thread: null, last: Promise.resolve() }))
    this.#file = file
  }

  /** The batches of these requests, in their order, at most one more than there are threads made ahead of the one that is
   *  taken. Its iteration throws what `trainingBatch` throws, and `AppError('compute_failed')` where a thread dies. Who
   *  leaves it early wastes what was under way, and no more. */
  async *inOrder(cache: PreparedCache, requests: Iterable<BatchRequest>): AsyncGenerator<Batch, undefined> {
    if (this.#lanes.length === 0) {
      for (const request of requests) yield await trainingBatch(cache, request)
      return
    }
    const coming: Promise<Batch>[] = []
    const queue = requests[Symbol.iterator]()
    const fill = () => {
      while (coming.length <= this.#lanes.length) {
        const { done, value } = queue.next()
        if (done) return
        const batch = this.#make(cache, value)
        // Its failure is met when its turn comes; until then it is not unhandled.
        batch.catch(() => {})
        coming.push(batch)
      }
    }
    fill()
    for (let batch = coming.shift(); batch; batch = coming.shift()) {
      const made = await batch
      fill()
      yield made
    }
  }

  /** Ends the threads at once, whatever they are doing. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#lanes.map(async ({ thread }) => (await thread?.catch(() => null))?.end()))
  }

  /** In turn: batches of a run cost all the same. */
  #make({ place }: PreparedCache, request: BatchRequest): Promise<Batch> {
    const lane = this.#lanes[this.#next++ % this.#lanes.length] as Lane
    const task = { place, memoryBytes: memoryBytes / this.#lanes.length, request }
    const batch = lane.last.then(() => {
      lane.thread ??= startThread(this.#file, this.#stop.signal)
      return ask(lane.thread, task)
    })
    lane.last = batch.catch(() => {})
    return batch
  }
}

interface Lane {
  thread: Promise<WorkerThread> | null
  /** Done when the thread has answered all that it was asked. */
  last: Promise<unknown>
}

async function ask(thread: Promise<WorkerThread>, task: BatchTask): Promise<Batch> {
  let answer: unknown
  try {
    answer = await (await thread).ask(task)
  } catch (cause) {
    throw new AppError('compute_failed', 'A thread that makes training batches has stopped.', { cause })
  }
  const reply = batchReplySchema.parse(answer)
  if (reply.kind === 'made') return reply.batch
  if (reply.kind === 'failed') throw new AppError(reply.code, reply.message, { details: reply.details })
  throw new AppError('internal', 'A thread that makes training batches has started anew.')
}
