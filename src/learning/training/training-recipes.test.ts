import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evenThresholds } from '#nn/heads/regression.ts'
import { decodeModel } from '#nn/model-file.ts'
import { resolveRecipe } from '../recipes/recipes.ts'
import { onSmallModel, smallModel } from '../testing/small-model.ts'
import { TrainingFixture } from '../testing/training-fixture.ts'
import type { TrainingEvent } from './training-event.ts'

/* Whether what a recipe asks for is done; the parts are tested where they are. At the smallest size, and with a small network
   but where a recipe names its own. */

const base = { size: 32, epochs: 2, folds: 0, batch: 4, validation: 0.2 }
const recipe = resolveRecipe('quick', { ...base, ...onSmallModel })
let fixture: TrainingFixture
beforeAll(async () => {
  fixture = await TrainingFixture.open(recipe, smallModel)
})
afterAll(() => fixture.close())

const epochsOf = (events: readonly TrainingEvent[], fit: string) =>
  events.flatMap((event) => (event.kind === 'epoch' && event.fit === fit ? [event.epoch] : []))

describe('a recipe with everything', () => {
  const everything = resolveRecipe('quick', {
    ...{ ...base, epochs: 3, folds: 2, batch: 2, accumulation: 2, size: 48 },
    ...onSmallModel,
    phases: [
      { epochs: 1, freeze: 'backbone' },
      { epochs: 1, freeze: 'backbone-except-batch-norm' },
    ],
    sizes: [{ size: 32, epochs: 1 }],
    // No fall is large enough: the rate is halved after each epoch.
    schedule: { name: 'plateau', patience: 0, factor: 0.5, threshold: 0.99 },
    averaging: { decay: 0.9 },
    optimizer: { name: 'rmsprop', momentum: 0.9 },
    clipping: { by: 'norm', limit: 1 },
    rates: { first: 0.1, middle: 0.3 },
    earlyStop: { patience: 1 },
  })

  it('gives the same bytes when it was stopped in every stage and in a fold as when it never was', async () => {
    const whole = await fixture.train({ recipe: everything })
    const ended = (fit: string, epoch: number) => (event: TrainingEvent) =>
      event.kind === 'epoch' && event.fit === fit && event.epoch.epoch === epoch
    let checkpoint = await fixture.trainUntil(ended('main', 1), { recipe: everything })
    for (const stopAt of [ended('main', 2), ended('fold 1 of 2', 1)]) {
      checkpoint = await fixture.trainUntil(stopAt, { recipe: everything, checkpoint })
    }
    const { trained } = await fixture.train({ recipe: everything, checkpoint })
    expect(trained).toEqual(whole.trained)

    const rates = epochsOf(whole.events, 'main').map(({ learningRate }) => learningRate)
    expect(rates).toEqual([1, 1, 0.5].map((share) => share * everything.learningRate))
    const inFold = epochsOf(whole.events, 'fold 2 of 2').map(({ learningRate }) => learningRate)
    expect(inFold).toEqual(rates.slice(0, inFold.length))
  })
})

it('leaves a frozen backbone as it was, its running statistics included', async () => {
  const phases = [{ epochs: 2, freeze: 'backbone' as const }]
  const { trained } = await fixture.train({ recipe: { ...recipe, phases } })
  const [before, after] = [smallModel, fixture.model(trained.model)].map(
    (bytes) => decodeModel(bytes).model.graph.constants,
  )
  const changed = [...(after ?? [])].filter(([name, { data }]) => before?.get(name)?.data.join() !== data.join())
  expect(changed.map(([name]) => name).sort()).toEqual(['classifier.bias', 'classifier.weight'])
})

it('stops once patience is over, keeps the best epoch and lets the folds train as long', async () => {
  // Too small for float32: nothing is learned, and no epoch is better than the first.
  const still = { ...recipe, epochs: 5, folds: 2, learningRate: 1e-60, earlyStop: { patience: 2 } }
  const { trained, events } = await fixture.train({ recipe: still })
  expect(epochsOf(events, 'main').map(({ epoch }) => epoch)).toEqual([1, 2, 3])
  expect(epochsOf(events, 'fold 1 of 2')).toHaveLength(1)
  expect(epochsOf(events, 'fold 2 of 2')).toHaveLength(1)
  // Running statistics have moved in every epoch; those of the first are kept.
  const short = await fixture.train({ recipe: { ...still, epochs: 1, folds: 0, earlyStop: null } })
  expect(trained.model).toBe(short.trained.model)
  const progress = events.filter((event) => event.kind === 'progress')
  for (const fit of ['main', 'fold 1 of 2', 'fold 2 of 2']) {
    const last = progress.findLast((event) => event.fit === fit)
    expect(last?.done).toBe(last?.total)
  }
})

it('writes a regression with thresholds tuned on the validation part', async () => {
  const { trained } = await fixture.train({
    recipe: resolveRecipe('quick', { ...base, epochs: 1, head: 'regression', start: 'scratch' }),
  })
  const description = decodeModel(fixture.model(trained.model)).description
  expect(description?.head).toBe('regression')
  expect(description?.thresholds?.cuts).toHaveLength(4)
  expect(description?.thresholds).not.toEqual(evenThresholds(5))
  for (const { probabilities } of trained.holdOut) expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
})

it('trains an ordinal head over a concatenated pool with auxiliary batch normalisation, and goes on from it', async () => {
  const set = { ...base, epochs: 1, head: 'ordinal', classifier: 'concatenated-pool', auxiliaryBatchNorm: 0.25 }
  const { trained } = await fixture.train({ recipe: resolveRecipe('quick', { ...set, start: 'scratch' }) })
  const bytes = fixture.model(trained.model)
  expect(decodeModel(bytes).description?.head).toBe('ordinal')
  const again = { ...recipe, epochs: 1, learningRate: 1e-60 }
  const next = (await fixture.train({ recipe: again, parent: { bytes } })).trained
  expect(next).toMatchObject({ head: 'ordinal', architecture: 'efficientnet-b0' })
  const weight = (model: Uint8Array) => decodeModel(model).model.graph.constants.get('head.linear1.weight')?.data
  expect(weight(fixture.model(next.model))).toEqual(weight(bytes))
})
