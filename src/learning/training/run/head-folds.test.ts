import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Network } from '#nn/network.ts'
import { withOedemaOutput } from '#nn/oedema-output.ts'
import { initialParameters } from '#nn/parameters.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { smallNetwork } from '#nn/testing/small-network.ts'
import type { Sha256 } from '#shared/ids.ts'
import { type Sample, samplesOf } from '../../data/dataset.ts'
import { openPreparedCache } from '../../data/photograph-preparation.ts'
import { planRun, type RunPlan } from '../../data/run-plan.ts'
import { encodeTrained } from '../../models/model-file.ts'
import { resolveRecipe } from '../../recipes/recipes.ts'
import { expectSaid } from '../../testing/expect-said.ts'
import { TrainingFixture } from '../../testing/training-fixture.ts'
import type { TrainingEvent } from '../training-event.ts'
import { fitHeads } from './head-folds.ts'

const recipe = resolveRecipe('quick', {
  ...{ size: 32, epochs: 4, folds: 3, foldsBy: 'heads', batch: 4, validation: 0.2, learningRate: 0.02 },
  start: 'current',
})
let fixture: TrainingFixture
let runtime: Runtime
beforeAll(async () => {
  fixture = await TrainingFixture.open(recipe)
  runtime = await openRuntime('cpu', { threads: 1 })
})
afterAll(async () => {
  await runtime.close()
  await fixture.close()
})

const small = smallNetwork({ size: 32, classes: 5 })

async function fitted(
  plan: RunPlan,
  onEvent: (event: TrainingEvent) => void = () => {},
  signal?: AbortSignal,
  network: Network = small,
) {
  const cache = openPreparedCache({ folder: join(fixture.folder, 'cache'), size: 32, enhancement: 'none' })
  const { blobs } = fixture.request()
  const parent = encodeTrained(network, initialParameters(network, 7))
  const atSize = () => ({ network, cache })
  return await fitHeads({ ...{ recipe, runtime, atSize, plan, parent, blobs, signal, onEvent }, now: () => 0 })
}

describe('folds that are heads', () => {
  const plan = () => planRun(samplesOf(fixture.photographs), recipe, [], 'small')

  it('say of each photograph what does not depend on its own label', async () => {
    const before = plan()
    const first = await fitted(before)
    expect(await fitted(before)).toEqual(first)
    const graded = before.fits.slice(1).flatMap(({ predict }) => predict.map(({ hash }) => hash))
    expect(first.outOfFold.map(({ hash }) => hash)).toEqual(graded)

    const other = before.fits[1]?.predict[0] as Sample
    const grade = other.grade === 4 ? 0 : 4
    const target = [0, 1, 2, 3, 4].map((k) => Number(k === grade))
    const swap = (list: readonly Sample[]) =>
      list.map((one): Sample => (one.hash === other.hash ? { ...one, grade, target } : one))
    const fits = before.fits.map((one) => ({ ...one, train: swap(one.train), predict: swap(one.predict) }))
    const changed = await fitted({ ...before, fits })
    const saidOf = (said: typeof first, fold: number) => said.outOfFold.filter((one) => one.fold === fold)
    expect(saidOf(changed, 1)).toEqual(saidOf(first, 1))
    // What learnt from it says something else.
    for (const fold of [2, 3]) expect(saidOf(changed, fold)).not.toEqual(saidOf(first, fold))
  })

  it('tell how far they are and stop when they are cancelled', async () => {
    const last = new Map<string, number>()
    await fitted(plan(), (event) => {
      if (event.kind !== 'progress') return
      expect(event.done / event.total).toBeGreaterThanOrEqual(last.get(event.stage) ?? 0)
      last.set(event.stage, event.done / event.total)
    })
    expect([...last]).toEqual(['features', 'fold 1 of 3', 'fold 2 of 3', 'fold 3 of 3'].map((stage) => [stage, 1]))
    for (const stage of ['features', 'fold 2 of 3']) {
      const controller = new AbortController()
      const stages = new Set<string>()
      const stopped = fitted(
        plan(),
        (event) => {
          if (event.kind !== 'progress') return
          stages.add(event.stage)
          if (event.stage === stage) controller.abort()
        },
        controller.signal,
      )
      await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
      expect([...stages].at(-1)).toBe(stage)
    }
  })

  it('tell oedema risks, too, where the network does', async () => {
    const labelled = fixture.photographs.map((one, at) => ({ ...one, oedema: ([0, 1, 2] as const)[at % 3] }))
    const withRisks = planRun(samplesOf(labelled), { ...recipe, oedema: { weight: 1 } }, [], 'small')
    const { outOfFold } = await fitted(withRisks, undefined, undefined, withOedemaOutput(small))
    for (const { oedema } of outOfFold) expect(oedema?.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
    // Something was learnt of them: the second output starts at zero.
    expect(new Set(outOfFold.map(({ oedema }) => oedema?.[0].toFixed(4))).size).toBeGreaterThan(3)
  })

  it('come with a run, are the same when it is resumed, and leave models that say the same', async () => {
    const short = { ...recipe, architecture: 'current', epochs: 2, folds: 2, keepFolds: true }
    const parent = { bytes: encodeTrained(small, initialParameters(small, 7)), forFolds: true }
    const { trained } = await fixture.train({ recipe: short, parent })
    const open = trained.parts.filter(({ part }) => part !== 'hold-out')
    expect(trained.outOfFold.map(({ hash }) => hash).sort()).toEqual(open.map(({ hash }) => hash).sort())
    const checkpoint = await fixture.trainUntil((event) => event.kind === 'progress' && event.stage === 'fold 2 of 2', {
      recipe: short,
      parent,
    })
    expect((await fixture.train({ recipe: short, parent, checkpoint })).trained).toEqual(trained)

    const member = trained.ensemble?.members[0]
    const own = trained.outOfFold.filter(({ fold }) => fold === 1)
    await expectSaid(fixture, member?.model as Sha256, own)
  })

  it('are refused where there is no model, or one that has learnt from the photographs', async () => {
    const refused = { code: 'recipe_invalid', details: { field: 'foldsBy' } }
    expect(() => resolveRecipe(recipe, { start: 'scratch' })).toThrow(/foldsBy/)
    await expect(fixture.train()).rejects.toMatchObject(refused)
    await expect(
      fixture.train({ parent: { bytes: encodeTrained(small, initialParameters(small, 7)), forFolds: false } }),
    ).rejects.toMatchObject(refused)
  })
})
