import { describe, expect, it } from 'vitest'
import { runAlone } from './run-alone.ts'
import { RuntimeChoice } from './runtime-choice.ts'
import { inProcess } from './testing/in-process.ts'

const trial = (kind: string, worthwhile: boolean) => ({
  works: true,
  worthwhile,
  reason: `said of ${kind}`,
  device: '',
})

describe('the choice of a runtime', () => {
  it('takes the first that is worth it and says why those before it were left', async () => {
    const choice = new RuntimeChoice(inProcess({ tryRuntime: async ({ kind }) => trial(kind, kind === 'webgpu') }).host)
    expect(await choice.resolve('auto')).toEqual({
      kind: 'webgpu',
      notes: ['cuda: said of cuda', 'directml: said of directml'],
    })
    expect(await choice.resolve('tensorflow')).toEqual({ kind: 'tensorflow', notes: [] })
  })

  it('ends at the processor, with a reason for every provider, that of one whose trial failed among them', async () => {
    const choice = new RuntimeChoice(
      inProcess({
        tryRuntime: async ({ kind }) => {
          if (kind === 'cuda') throw new Error('no driver')
          return trial(kind, false)
        },
      }).host,
    )
    expect(await choice.resolve('auto')).toEqual({
      kind: 'cpu',
      notes: ['cuda: no driver', 'directml: said of directml', 'webgpu: said of webgpu'],
    })
  })

  it('is left at once when it is cancelled, and the trial under way serves whoever asks next', async () => {
    let tries = 0
    let told: (found: ReturnType<typeof trial>) => void = () => {}
    const tryRuntime = () => {
      tries++
      return new Promise<ReturnType<typeof trial>>((resolve) => {
        told = resolve
      })
    }
    const choice = new RuntimeChoice(inProcess({ tryRuntime }).host)
    const controller = new AbortController()
    const left = expect(choice.resolve('auto', controller.signal)).rejects.toMatchObject({ code: 'cancelled' })
    const asked = choice.resolve('auto')
    await expect.poll(() => tries).toBe(1)
    controller.abort()
    await left
    told(trial('cuda', true))
    expect(await asked).toEqual({ kind: 'cuda', notes: [] })
    expect(tries).toBe(1)
  })

  it('gives up work that is not done by its deadline', async () => {
    const { host } = inProcess({ tryRuntime: async () => await new Promise<never>(() => undefined) })
    await expect(runAlone('tryRuntime', { kind: 'webgpu' }, { host, deadlineMs: 20 })).rejects.toMatchObject({
      code: 'compute_failed',
      message: 'It was not done within 0.02 s.',
    })
  })
})
