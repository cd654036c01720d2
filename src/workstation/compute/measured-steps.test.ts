import { expect, it } from 'vitest'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { MeasuredSteps } from './measured-steps.ts'
import { inProcess } from './testing/in-process.ts'

const asked = (set: Parameters<typeof resolveRecipe>[1]) =>
  ({ recipe: resolveRecipe('quick', set), runtime: 'cpu', threads: 2, parent: null }) as const

/** Each step takes a millisecond more than the one before. */
function measuring() {
  const sizes: number[] = []
  let [atOnce, most] = [0, 0]
  const measureStep = async ({ recipe }: ReturnType<typeof asked>) => {
    most = Math.max(most, ++atOnce)
    sizes.push(recipe.size)
    await new Promise((resolve) => setTimeout(resolve, 5))
    atOnce--
    return { milliseconds: sizes.length, device: 'here', peakBytes: 1 }
  }
  const steps = new MeasuredSteps(inProcess({ measureStep: (request) => measureStep(request as never) }).host)
  return { steps, sizes, most: () => most }
}

it('a step is measured once, whatever else of the recipe changes, and another one anew', async () => {
  const { steps, sizes } = measuring()
  const time = async (set: Parameters<typeof resolveRecipe>[1]) =>
    (await steps.measure(asked(set), undefined)).milliseconds
  expect(await time({ size: 64 })).toBe(1)
  expect(await time({ size: 64, epochs: 99, folds: 0, learningRate: 0.5, seed: 7 })).toBe(1)
  expect(await time({ size: 96 })).toBe(2)
  expect(await time({ size: 64, batch: 16 })).toBe(3)
  expect(await time({ size: 64 })).toBe(1)
  expect(sizes).toEqual([64, 96, 64])
})

it('steps are measured one after the other, and one that nobody waits for any more is not', async () => {
  const { steps, sizes, most } = measuring()
  const controller = new AbortController()
  const first = steps.measure(asked({ size: 64 }), undefined)
  const left = expect(steps.measure(asked({ size: 80 }), controller.signal)).rejects.toMatchObject({
    code: 'cancelled',
  })
  const last = steps.measure(asked({ size: 96 }), undefined)
  controller.abort()
  await Promise.all([first, left, last])
  expect([sizes, most()]).toEqual([[64, 96], 1])
})

it('one that is not done in time has no measure, and holds up no other', async () => {
  const { host } = inProcess({
    measureStep: async ({ recipe }) =>
      recipe.size === 64
        ? await new Promise<never>(() => undefined)
        : { milliseconds: 7, device: 'here', peakBytes: 1 },
  })
  const steps = new MeasuredSteps(host, 50)
  const late = steps.measure(asked({ size: 64 }), undefined)
  const other = steps.measure(asked({ size: 96 }), undefined)
  await expect(late).rejects.toMatchObject({ code: 'compute_failed' })
  expect(await other).toMatchObject({ milliseconds: 7 })
})
