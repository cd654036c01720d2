import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { initialParameters } from '#nn/parameters.ts'
import type { Sha256 } from '#shared/ids.ts'
import { gradeProbabilitiesSchema } from '#shared/probabilities.ts'
import { decodeEnsemble } from '../ensembles/ensemble-file.ts'
import { scorePhotographs } from '../inference/score.ts'
import { encodeTrained } from '../models/model-file.ts'
import { resolveRecipe } from '../recipes/recipes.ts'
import { explainPhotograph } from '../saliency/explain.ts'
import { expectSaid } from '../testing/expect-said.ts'
import { onSmallModel, smallGrader, smallModel } from '../testing/small-model.ts'
import { TrainingFixture } from '../testing/training-fixture.ts'
import { estimateSeconds, measureStep } from './step-measure.ts'
import type { TrainedModel } from './train-model.ts'

/* Whether training runs, resumes and cancels as it should; that it learns is shown elsewhere. What is slow here is loading
   the graphs: the network is a small one wherever a published one would show no more. */

const base = { size: 32, epochs: 2, folds: 2, batch: 4, validation: 0.2, learningRate: 1e-3 }
const recipe = resolveRecipe('quick', { ...base, ...onSmallModel })
const published = resolveRecipe('quick', { ...base, epochs: 1, folds: 0, start: 'scratch' })
let fixture: TrainingFixture
beforeAll(async () => {
  fixture = await TrainingFixture.open(recipe, smallModel)
})
afterAll(() => fixture.close())

describe('a training run', () => {
  it('gives a model, probabilities from fits that never saw the photograph, and tells what it does', async () => {
    const broken = {
      hash: 'f'.repeat(64),
      path: join(fixture.folder, 'missing.jpg'),
      group: 'nobody',
      grade: 1,
      origin: 'imported',
    } as const
    const { trained, events } = await fixture.train({ photographs: [...fixture.photographs, broken] })
    expect(fixture.model(trained.model).length).toBeGreaterThan(trained.parameters * 4)
    expect(trained.parts.map((one) => one.hash).sort()).toEqual(fixture.photographs.map((one) => one.hash).sort())
    const predicted = [...trained.holdOut, ...trained.outOfFold]
    expect(predicted.map((one) => one.hash).sort()).toEqual(fixture.photographs.map((one) => one.hash).sort())
    for (const { probabilities } of predicted) {
      const sum = gradeProbabilitiesSchema.parse(probabilities).reduce((a, b) => a + b)
      expect(sum).toBeCloseTo(1, 5)
    }
    for (const { hash, fold } of trained.outOfFold) {
      expect(trained.parts.find((one) => one.hash === hash)?.fold).toBe(fold)
    }
    expect(trained.judgement.n).toBe(trained.holdOut.length)
    const learnt = trained.parts.filter(({ part }) => part !== 'hold-out').map(({ hash }) => hash)
    expect(trained.embeddings.map(({ hash }) => hash).sort()).toEqual(learnt.sort())
    for (const { vector } of trained.embeddings) expect(vector).toHaveLength(24)

    expect(events.filter((event) => event.kind === 'device')).toHaveLength(1)
    expect(events.filter((event) => event.kind === 'unreadable')).toEqual([
      { kind: 'unreadable', hash: broken.hash, reason: 'Could not read "missing.jpg": there is no such file.' },
    ])
    const epochs = events.filter((event) => event.kind === 'epoch')
    expect(epochs.map((event) => `${event.fit} ${event.epoch.epoch}`)).toEqual([
      'main 1',
      'main 2',
      'fold 1 of 2 1',
      'fold 1 of 2 2',
      'fold 2 of 2 1',
      'fold 2 of 2 2',
    ])
    expect(epochs[0]?.epoch.validationLoss).toBeGreaterThan(0)
    const last = new Map<string, number>()
    for (const event of events) {
      if (event.kind !== 'progress') continue
      expect(event.done).toBeGreaterThanOrEqual(last.get(event.stage) ?? 0)
      last.set(event.stage, event.done / event.total)
    }
    expect([...last]).toEqual([
      ['prepare', 1],
      ['epoch', 1],
      ['fold 1 of 2', 1],
      ['fold 2 of 2', 1],
    ])
  })

  it('gives the same bytes when it was stopped twice and resumed as when it never was', async () => {
    const kept = { recipe: { ...recipe, keepFolds: true } }
    const whole = (await fixture.train(kept)).trained
    const first = await fixture.trainUntil((event) => event.kind === 'epoch' && event.fit === 'main', kept)
    const inFold = await fixture.trainUntil(
      (event) => event.kind === 'progress' && event.stage === 'fold 2 of 2' && event.done === 1,
      { ...kept, checkpoint: first },
    )
    const { trained, events } = await fixture.train({ ...kept, checkpoint: inFold })
    expect(trained).toEqual(whole)
    expect(events.some((event) => event.kind === 'epoch' && event.fit !== 'fold 2 of 2')).toBe(false)
    await expectEnsemble(whole)
  })

  it('keeps the epochs since the last checkpoint when it is cancelled', async () => {
    const still = { now: () => 0 }
    const checkpoint = await fixture.trainUntil(
      (event) => event.kind === 'progress' && event.stage === 'epoch' && event.done === 2,
      still,
    )
    const { events } = await fixture.train({ ...still, checkpoint })
    expect(events.some((event) => event.kind === 'epoch' && event.fit === 'main')).toBe(false)
  })

  it('does not go on with other photographs or another recipe', async () => {
    const checkpoint = await fixture.trainUntil((event) => event.kind === 'epoch')
    const conflict = expect.objectContaining({ code: 'conflict' })
    await expect(fixture.train({ checkpoint, photographs: fixture.photographs.slice(1) })).rejects.toEqual(conflict)
    await expect(fixture.train({ checkpoint, recipe: { ...recipe, epochs: 3 } })).rejects.toEqual(conflict)
  })

  it('starts its folds from scratch, or from a model that never saw their photographs', async () => {
    const still = { ...recipe, learningRate: 1e-30, epochs: 1 }
    const bytes = encodeTrained(smallGrader, initialParameters(smallGrader, 7))
    const spreadOf = async (forFolds: boolean) => {
      const { trained } = await fixture.train({ recipe: still, parent: { bytes, forFolds } })
      const likeliest = trained.outOfFold.map(({ probabilities }) => Math.max(...probabilities))
      return Math.max(...likeliest) - 0.2
    }
    // From scratch, without learning, all grades are as likely.
    expect(await spreadOf(false)).toBeLessThan(1e-6)
    expect(await spreadOf(true)).toBeGreaterThan(1e-4)
    const checkpoint = await fixture.trainUntil((event) => event.kind === 'epoch', { recipe: still, parent: { bytes } })
    const other = { recipe: still, parent: { bytes, forFolds: true }, checkpoint }
    await expect(fixture.train(other)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is refused with a sentence where there are too few photographs', async () => {
    await expect(fixture.train({ photographs: fixture.photographs.slice(0, 4) })).rejects.toMatchObject({
      code: 'too_few_photographs',
    })
  })
})

/** The folds' models are those that made the out-of-fold predictions; the ensemble's word on the hold-out is their mean. */
async function expectEnsemble({ ensemble, holdOut, outOfFold }: TrainedModel): Promise<void> {
  if (!ensemble) throw new Error('The folds were not kept.')
  expect(ensemble.members.map(({ fold }) => fold)).toEqual([1, 2])
  expect(decodeEnsemble(fixture.model(ensemble.model)).members).toEqual(ensemble.members.map(({ model }) => model))
  const [one, other] = ensemble.members
  for (const [place, { hash, probabilities }] of ensemble.holdOut.entries()) {
    expect(hash).toBe(holdOut[place]?.hash)
    const mean = [0, 1, 2, 3, 4].map((grade) => {
      const said = [one, other].map((member) => member?.holdOut[place]?.probabilities[grade] ?? Number.NaN)
      return said.reduce((a, b) => a + b) / 2
    })
    expect(probabilities).toEqual(mean)
  }
  const own = outOfFold.filter(({ fold }) => fold === 2)
  await expectSaid(fixture, other?.model as Sha256, own)
}

describe('a trained model', () => {
  let trained: TrainedModel
  let model: Uint8Array
  beforeAll(async () => {
    trained = (await fixture.train({ recipe: published })).trained
    model = fixture.model(trained.model)
  }, 60_000)

  it('has the parameters of the published network that the recipe names', () => {
    expect(trained).toMatchObject({ architecture: 'efficientnet-b0', parameters: 4_013_953 })
    expect(model.length).toBeGreaterThan(trained.parameters * 4)
  })

  it('is what the next run goes on from where the recipe says so', async () => {
    const parent = { bytes: model }
    const still = { ...published, start: 'current' as const, learningRate: 1e-30 }
    const again = (await fixture.train({ recipe: still, parent })).trained
    // Nothing was learned, so only the running statistics have moved: the grades come out much the same.
    expect(again.holdOut.map((one) => one.hash)).toEqual(trained.holdOut.map((one) => one.hash))
    const other = { ...still, architecture: 'efficientnet-b3' }
    await expect(fixture.train({ recipe: other, parent })).rejects.toMatchObject({ code: 'recipe_invalid' })
  })

  it('scores photographs some at a time and leaves out what cannot be read', async () => {
    const results = new Map<string, readonly number[]>()
    const embeddings = new Map<string, readonly number[]>()
    const unreadable: string[] = []
    const list = [...fixture.photographs, { hash: 'e'.repeat(64), path: join(fixture.folder, 'gone.jpg') }]
    const { images } = await scorePhotographs(
      {
        model,
        photographs: list,
        runtime: 'cpu',
        cacheFolder: join(fixture.folder, 'cache'),
        threads: 2,
        now: () => 0,
      },
      {
        onResult: (some) => {
          for (const { hash, probabilities, embedding } of some) {
            results.set(hash, probabilities)
            embeddings.set(hash, embedding ?? [])
          }
        },
        onUnreadable: (hash) => unreadable.push(hash),
      },
    )
    expect(images).toBe(fixture.photographs.length)
    expect([...results.keys()]).toEqual(fixture.photographs.map((one) => one.hash))
    expect(unreadable).toEqual(['e'.repeat(64)])
    // By the file as by the network that was trained.
    for (const { hash, vector } of trained.embeddings)
      for (const [k, value] of vector.entries()) expect(embeddings.get(hash)?.[k]).toBeCloseTo(value, 2)
  })

  it('is explained by a picture as wide as the photograph, with the probabilities it scores', async () => {
    const path = fixture.photographs[0]?.path as string
    const models = [{ sha256: 'of the trained', read: async () => model }]
    const explained = await explainPhotograph({
      ...{ models, path, method: 'grad-cam', layers: [], runtime: 'cpu', threads: 2 },
    })
    expect(explained).toMatchObject({ width: 64, height: 64 })
    expect(explained.probabilities[explained.grade]).toBe(Math.max(...explained.probabilities))
    expect([...explained.overlay.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
    expect(explained.map.values).toHaveLength(explained.map.width * explained.map.height)
  })
})

it('estimates a run from a measured step', async () => {
  let time = 0
  const step = await measureStep(published, 'cpu', { threads: 2, now: () => (time += 50) })
  expect(step.milliseconds).toBe(50)
  // 1000 photographs: 700 in the main fit, 400 in each fold's, 2 epochs of batches of 4 at 50 ms.
  expect(estimateSeconds(recipe, 1000, 50)).toBeGreaterThan((175 + 2 * 100) * 2 * 0.05)
})
