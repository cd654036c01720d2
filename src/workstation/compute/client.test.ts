import { describe, expect, it } from 'vitest'
import type { Grade } from '#shared/grades.ts'
import { ComputeClient } from './client.ts'
import { forkedComputeHost } from './forked-host.ts'
import type { TaskResult } from './protocol.ts'
import type { TaskTable } from './serve.ts'
import { inProcess } from './testing/in-process.ts'

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

describe('a task that does not stop when it is cancelled', () => {
  const deaf = { score: async () => await new Promise<never>(() => {}) }

  it('is given up, and its process ended, so that the next task has another', async () => {
    const compute = inProcess(deaf)
    const client = new ComputeClient(compute.host, { graceMs: 1 })
    const controller = new AbortController()
    const running = client.run('score', request, { signal: controller.signal })
    const given = expect(running).rejects.toMatchObject({ code: 'cancelled' })
    await Promise.resolve()
    setTimeout(() => controller.abort(), 1)
    await given
    expect(compute.kills()).toBe(1)
    void client.run('score', request)
    await Promise.resolve()
    expect(compute.starts()).toBe(2)
  })

  it('takes nothing else with it that the process is asked for', async () => {
    let answer: (result: TaskResult<'score'>) => void = () => {}
    let asked = 0
    const compute = inProcess({
      score: () =>
        new Promise((resolve) => {
          if (asked++ > 0) answer = resolve
        }),
    })
    const client = new ComputeClient(compute.host, { graceMs: 1 })
    const controller = new AbortController()
    const given = client.run('score', request, { signal: controller.signal })
    const other = client.run('score', request)
    setTimeout(() => controller.abort(), 1)
    await expect(given).rejects.toMatchObject({ code: 'cancelled' })
    answer({ imagesPerSecond: 3 })
    await expect(other).resolves.toEqual({ imagesPerSecond: 3 })
    expect(compute.kills()).toBe(0)
  })

  it('is ended even where it blocks the process', async () => {
    const client = new ComputeClient(forkedComputeHost(), { graceMs: 1 })
    const controller = new AbortController()
    // A first answer, so that the process is there and listens.
    const empty = { model: hash, rows: [], blobsFolder: '' } as unknown as Parameters<TaskTable['combine']>[0]
    await expect(client.run('combine', empty)).rejects.toMatchObject({ code: 'model_unreadable' })
    const cases = Array.from({ length: 3000 }, (_, index) => ({
      features: Array.from({ length: 15 }, (_, place) => ((index * 7919 + place * 104_729) % 997) / 997),
      ...{ grade: (index % 5) as Grade, group: `${index}` },
    }))
    const asked = { members: [], by: 'svm' as const, eyes: false, cases, seed: 1, blobsFolder: '' }
    const fitting = client.run('fitEnsemble', asked, { signal: controller.signal })
    setTimeout(() => controller.abort(), 100)
    await expect(fitting).rejects.toMatchObject({ code: 'cancelled' })
    await expect(client.run('combine', empty)).rejects.toMatchObject({ code: 'model_unreadable' })
    await client.close()
  })
})
