import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Progress } from '#shared/progress.ts'
import { resolveRecipe } from '../../recipes/recipes.ts'
import { onSmallModel, smallModel } from '../../testing/small-model.ts'
import { TrainingFixture } from '../../testing/training-fixture.ts'
import { searchRate } from './rate-search.ts'

const base = { size: 32, epochs: 2, folds: 0, batch: 4, accumulation: 2 }
const recipe = resolveRecipe('quick', { ...base, ...onSmallModel })
let fixture: TrainingFixture
beforeAll(async () => {
  fixture = await TrainingFixture.open(recipe)
})
afterAll(() => fixture.close())

describe('a search for the learning rate', () => {
  it('tries more rates than an epoch has batches, on the photographs of a run, and can be repeated', async () => {
    const request = { ...fixture.request(), parent: smallModel }
    const told: Progress[] = []
    const found = await searchRate(request, { count: 12, onProgress: (one) => told.push(one) })
    expect(found.rates).toHaveLength(found.losses.length)
    expect(found.rates.length).toBeGreaterThan(5)
    expect(found.rates[0]).toBeCloseTo(1e-7, 12)
    expect(found.losses.every((loss) => loss > 0)).toBe(true)
    expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(['prepare', 'find-rate']))
    expect(await searchRate(request, { count: 12 })).toEqual(found)
  })

  it('ends when nobody listens any more', async () => {
    const request = { ...fixture.request(), parent: smallModel }
    const controller = new AbortController()
    const onProgress = ({ stage, done }: Progress) => stage === 'find-rate' && done === 2 && controller.abort()
    await expect(searchRate(request, { signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})
