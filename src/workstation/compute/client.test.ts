import { describe, expect, it } from 'vitest'
import type { ComputeChannel } from './channel.ts'
import { ComputeClient } from './client.ts'
import type { FromCompute } from './protocol.ts'
import { serveCompute, type TaskTable } from './serve.ts'

/** A compute process in this one: the same messages, and an end that can be brought about. */
function inProcess(table: Partial<TaskTable>) {
  const ends: ((reason: string) => void)[] = []
  let starts = 0
  const start = async (): Promise<ComputeChannel> => {
    starts++
    const toCompute: ((message: unknown) => void)[] = []
    const fromCompute: ((message: unknown) => void)[] = []
    const tell = (listeners: readonly ((message: unknown) => void)[], message: unknown) =>
      queueMicrotask(() => {
        for (const listener of listeners) listener(structuredClone(message))
      })
    serveCompute(table as TaskTable, {
      post: (message: FromCompute) => tell(fromCompute, message),
      onMessage: (listener) => toCompute.push(listener),
    })
    return {
      post: (message) => tell(toCompute, message),
      onMessage: (listener) => fromCompute.push(listener),
      onExit: (listener) => ends.push(listener),
      kill: () => {},
    }
  }
  return { host: { start }, end: (reason: string) => ends.at(-1)?.(reason), starts: () => starts }
}

const probabilities = [0.2, 0.2, 0.2, 0.2, 0.2] as const
const hash = 'a'.repeat(64)
const request = {
  model: hash,
  photographs: [],
  runtime: 'cpu',
  blobsFolder: '',
  cacheFolder: '',
  threads: 1,
} as unknown as Parameters<TaskTable['score']>[0]

describe('the line to a compute process', () => {
  it('brings a task its request, and its events and result back', async () => {
    const { host } = inProcess({
      score: async (_request, { emit }) => {
        emit({ kind: 'scored', results: [{ hash: request.model, probabilities }] })
        return { imagesPerSecond: 12 }
      },
    })
    const events: unknown[] = []
    const result = await new ComputeClient(host).run('score', request, { onEvent: (event) => events.push(event) })
    expect(result).toEqual({ imagesPerSecond: 12 })
    expect(events).toEqual([{ kind: 'scored', results: [{ hash, probabilities }] }])
  })

  it('refuses a request that is out of form, and an answer that is', async () => {
    const { host } = inProcess({ score: async () => ({ imagesPerSecond: 'many' }) as never })
    const client = new ComputeClient(host)
    await expect(client.run('score', request)).rejects.toMatchObject({ code: 'internal' })
    await expect(client.run('score', { ...request, threads: 'two' } as never)).rejects.toMatchObject({
      code: 'internal',
    })
  })

  it('cancels a task through its signal', async () => {
    const { host } = inProcess({
      score: async (_request, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        signal.throwIfAborted()
        return { imagesPerSecond: 0 }
      },
    })
    const controller = new AbortController()
    const running = new ComputeClient(host).run('score', request, { signal: controller.signal })
    setTimeout(() => controller.abort(), 5)
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('fails what was running when the process ends, and starts another for the next task', async () => {
    let hang = true
    const compute = inProcess({
      score: async () => (hang ? await new Promise<never>(() => {}) : { imagesPerSecond: 1 }),
    })
    const client = new ComputeClient(compute.host)
    const running = client.run('score', request)
    setTimeout(() => compute.end('The compute process was ended by SIGKILL.'), 5)
    await expect(running).rejects.toMatchObject({ code: 'compute_failed', message: expect.stringContaining('SIGKILL') })
    hang = false
    await expect(client.run('score', request)).resolves.toEqual({ imagesPerSecond: 1 })
    expect(compute.starts()).toBe(2)
  })
})
