import { describe, expect, it } from 'vitest'
import { openRuntime } from './choose.ts'
import { listRuntimes } from './list-runtimes.ts'
import { judge, type Probe, probeHere } from './probe.ts'
import { triedKinds } from './types.ts'

const answering =
  (works: boolean, worthwhile: boolean): Probe =>
  async (kind) => ({ works, worthwhile, reason: `said of ${kind}`, device: kind })

describe('choosing a runtime', () => {
  it('leaves a graphics provider that is not worth it, and says why', async () => {
    const runtime = await openRuntime('auto', { probe: answering(true, false) })
    expect(runtime.kind).toBe('cpu')
    expect(runtime.notes).toContain('webgpu: said of webgpu')
  })

  it('takes the first one that is', async () => {
    const runtime = await openRuntime('auto', {
      probe: async (kind) => answering(kind === 'webgpu', kind === 'webgpu')(kind),
    })
    expect(runtime.kind).toBe('webgpu')
  })

  it('refuses one asked for by name that does not work', async () => {
    await expect(openRuntime('webgpu', { probe: answering(false, false) })).rejects.toMatchObject({
      code: 'runtime_unavailable',
      message: expect.stringContaining('said of webgpu'),
    })
  })

  it('opens TensorFlow where it is asked for by name, and never by itself', async () => {
    const runtime = await openRuntime('tensorflow')
    expect(runtime).toMatchObject({ kind: 'tensorflow', device: expect.stringContaining('TensorFlow.js') })
    const chosen = await openRuntime('auto', {
      probe: async (kind) => answering(kind === 'tensorflow', kind === 'tensorflow')(kind),
    })
    expect(chosen.kind).toBe('cpu')
  })

  it('lists every kind with what trying it out says', async () => {
    const statuses = await listRuntimes(answering(true, true))
    expect(statuses.map(({ name }) => name)).toEqual(['cpu', ...triedKinds])
    expect(statuses[0]?.available).toBe(true)
    for (const { reason } of statuses) expect(reason).not.toBe('')
    expect(statuses.at(-1)).toMatchObject({ available: true, worthwhile: false, reason: 'said of tensorflow' })
  })

  it('finds that TensorFlow computes what the processor does, on which device, and how fast', async () => {
    const { works, device, reason } = await probeHere('tensorflow')
    expect(works).toBe(true)
    expect(device).toContain('TensorFlow.js')
    expect(reason).toMatch(/[\d.]+ ms/)
  })

  it('judges a provider by its values and by its time against the processor’s', () => {
    const processor = { milliseconds: 2, output: [1, -2] }
    expect(judge({ milliseconds: 1, output: [1, -2.0005] }, processor)).toMatchObject({ works: true, worthwhile: true })
    expect(judge({ milliseconds: 200, output: [1, -2] }, processor)).toMatchObject({ works: true, worthwhile: false })
    expect(judge({ milliseconds: 1, output: [1, -1.9] }, processor)).toMatchObject({ works: false, worthwhile: false })
    expect(judge({ milliseconds: 1, output: [Number.NaN, -2] }, processor).works).toBe(false)
  })
})
