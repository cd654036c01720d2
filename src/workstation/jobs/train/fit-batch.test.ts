import { expect, it } from 'vitest'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { recipeToTime } from './fit-batch.ts'

const timed = (set: Record<string, unknown>, runtime: 'webgpu' | 'cpu' = 'webgpu') => {
  const { batch, accumulation, batchToFit } = recipeToTime(resolveRecipe('quick', set), runtime)
  return { batch, accumulation, batchToFit }
}

it('a step whose batch is still to be found is timed with a small one, as many times', () => {
  expect(timed({ batch: 'auto' })).toEqual({ batch: 4, accumulation: 16, batchToFit: false })
  expect(timed({ batch: 'auto', accumulation: 3 })).toEqual({ batch: 4, accumulation: 48, batchToFit: false })
  expect(timed({ batch: 3, batchToFit: true })).toEqual({ batch: 2, accumulation: 2, batchToFit: false })
  // A tenth of four is no photograph.
  expect(timed({ batch: 'auto', auxiliaryBatchNorm: 0.1 })).toEqual({ batch: 8, accumulation: 8, batchToFit: false })
})

it('a step whose batch was chosen is timed as it is', () => {
  expect(timed({ batch: 48, accumulation: 2 })).toEqual({ batch: 48, accumulation: 2, batchToFit: false })
  expect(timed({ batch: 2, accumulation: 2 }, 'cpu')).toEqual({ batch: 2, accumulation: 2, batchToFit: false })
})

it('on the processor a large batch is timed by parts, as many of them as it has', () => {
  expect(timed({ batch: 48, accumulation: 2 }, 'cpu')).toEqual({ batch: 4, accumulation: 24, batchToFit: false })
})
