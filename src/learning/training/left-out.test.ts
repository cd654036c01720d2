import { rename } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { resolveRecipe } from '../recipes/recipes.ts'
import { onSmallModel, smallModel } from '../testing/small-model.ts'
import { TrainingFixture } from '../testing/training-fixture.ts'

const base = { size: 32, epochs: 2, folds: 0, batch: 4, validation: 0.2, learningRate: 1e-3 }
const recipe = resolveRecipe('quick', { ...base, ...onSmallModel })
let fixture: TrainingFixture
beforeAll(async () => {
  fixture = await TrainingFixture.open(recipe, smallModel)
})
afterAll(() => fixture.close())

it('only what no fit has seen is left out: not what vanished later, nor what came back', async () => {
  const [never, back, vanished] = fixture.photographs
  if (!never || !back || !vanished) throw new Error('There are no photographs.')
  const away = ({ path }: { path: string }) => rename(path, `${path}.away`)
  await away(never)
  await away(back)
  const checkpoint = await fixture.trainUntil((event) => event.kind === 'epoch')
  await rename(`${back.path}.away`, back.path)
  await away(vanished)
  // Prepared pixels outlive the file that they were made of; a cache may be deleted at any time.
  const { trained } = await fixture.train({ checkpoint, cacheFolder: `${fixture.folder}/another-cache` })
  expect(trained.leftOut).toEqual([never.hash])
})
