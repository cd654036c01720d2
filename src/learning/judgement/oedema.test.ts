import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeModel } from '#nn/model-file.ts'
import { oedemaProbabilitiesSchema } from '#shared/oedema.ts'
import { samplesOf, type TrainingPhotograph } from '../data/dataset.ts'
import { planRun } from '../data/run-plan.ts'
import { importModel } from '../models/import-model.ts'
import { describeModel } from '../models/model-file.ts'
import { pseudoSample } from '../noisy-student/student-plan.ts'
import { networkOf } from '../recipes/recipe-network.ts'
import { resolveRecipe } from '../recipes/recipes.ts'
import { TrainingFixture } from '../testing/training-fixture.ts'
import { decodeRunCheckpoint, encodeRunCheckpoint, type RunResults } from '../training/run/run-checkpoint.ts'

/** A small network that has learnt nothing yet: seconds are spent on what is looked at here. */
const untrained = new URL('../../../tests/fixtures/onnx/residual-training.onnx', import.meta.url)
const small = { size: 32, epochs: 2, folds: 2, batch: 4, validation: 0.2, learningRate: 1e-3 }
const recipe = resolveRecipe('quick', { ...small, architecture: 'current', start: 'current', 'oedema.weight': 0.5 })
let fixture: TrainingFixture
/** Two of three have a label. */
let photographs: TrainingPhotograph[]
let parent: { readonly bytes: Uint8Array }
beforeAll(async () => {
  parent = await importModel({ file: fileURLToPath(untrained), size: 32 })
  fixture = await TrainingFixture.open(recipe)
  photographs = fixture.photographs.map((photograph, index) => {
    const risk = photograph.grade > 2 ? 2 : photograph.grade > 0 ? 1 : 0
    return index % 3 === 0 ? photograph : { ...photograph, oedema: risk }
  })
})
afterAll(() => fixture.close())

describe('oedema risks in a run', () => {
  it('are told of every photograph, judged where there is a label, and the same when it was stopped and resumed', async () => {
    const { trained: whole, events } = await fixture.train({ photographs, parent })
    for (const { oedema } of [...whole.holdOut, ...whole.outOfFold]) {
      const sum = oedemaProbabilitiesSchema.parse(oedema).reduce((a, b) => a + b)
      expect(sum).toBeCloseTo(1, 5)
    }
    expect(describeModel(fixture.model(whole.model)).oedema).toHaveLength(3)
    const labelled = new Set(photographs.flatMap(({ hash, oedema }) => (oedema === undefined ? [] : [hash])))
    const inPart = (part: string) => whole.parts.filter((one) => one.part === part && labelled.has(one.hash)).length
    expect(whole.judgement.oedema?.n).toBe(inPart('hold-out'))
    const ofMain = events.flatMap((event) => (event.kind === 'epoch' && event.fit === 'main' ? [event.epoch] : []))
    expect(ofMain.map(({ oedema }) => oedema?.n)).toEqual([inPart('validation'), inPart('validation')])

    const first = await fixture.trainUntil((event) => event.kind === 'epoch', { photographs, parent })
    const checkpoint = await fixture.trainUntil(
      (event) => event.kind === 'progress' && event.stage === 'fold 1 of 2' && event.done === 1,
      { photographs, parent, checkpoint: first },
    )
    expect((await fixture.train({ photographs, parent, checkpoint })).trained).toEqual(whole)
    const relabelled = photographs.map((one) => (one.oedema === 2 ? { ...one, oedema: 1 as const } : one))
    await expect(fixture.train({ photographs: relabelled, parent, checkpoint })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('run with another head, AdvProp, accumulation, averages and early stop', async () => {
    const everything = resolveRecipe('quick', {
      ...{ ...small, folds: 0, head: 'regression', 'oedema.weight': 2, auxiliaryBatchNorm: 0.5, accumulation: 2 },
      ...{ averaging: { decay: 0.9 }, earlyStop: { patience: 2 }, clipping: { by: 'norm', limit: 1 } },
      ...{ epochs: 1, classifier: 'concatenated-pool' },
    })
    const { trained } = await fixture.train({ photographs, recipe: everything })
    expect(trained.holdOut.every(({ oedema }) => oedema)).toBe(true)
  })

  it('are learnt by the head alone where the rest is frozen, and at every size', async () => {
    const stages = { phases: [{ epochs: 2, freeze: 'backbone' as const }], sizes: [{ epochs: 1, size: 40 }] }
    const { trained } = await fixture.train({ photographs, parent, recipe: { ...recipe, ...stages, folds: 0 } })
    const before = decodeModel(parent.bytes).model.graph.constants
    const after = decodeModel(fixture.model(trained.model)).model.graph.constants
    expect(after.get('oedema.weight')?.data.some((value) => value !== 0)).toBe(true)
    const moved = [...before].filter(([name, { data }]) => after.get(name)?.data.join() !== data.join())
    expect(moved.every(([, { shape }]) => shape.length <= 2)).toBe(true)
  })
})

it('what fits have told is in a checkpoint', () => {
  const said = { hash: 'a', probabilities: [1, 0, 0, 0, 0], oedema: [0.25, 0.5, 0.25] } as const
  const results = { model: null, history: null, holdOut: [said], outOfFold: [{ ...said, fold: 1 }] }
  const bytes = encodeRunCheckpoint({
    fingerprint: 'x',
    fit: 1,
    state: null,
    results: structuredClone(results) as RunResults,
  })
  expect(decodeRunCheckpoint(bytes, 'x').results).toMatchObject(results)
})

const photograph = (hash: string, rest: Partial<TrainingPhotograph>): TrainingPhotograph => ({
  ...{ hash, path: hash, group: hash, grade: 1, origin: 'imported', ...rest },
})

it('two names of the same bytes share their oedema risks, whoever graded them', () => {
  const [sample, other] = samplesOf([
    photograph('a', { oedema: 0 }),
    photograph('a', { oedema: 2 }),
    photograph('a', { origin: 'read', grade: 3 }),
    photograph('b', {}),
  ])
  expect(sample).toMatchObject({ grade: 3, reviewed: true, oedemaTarget: [0.5, 0, 0.5] })
  expect(other).not.toHaveProperty('oedemaTarget')
  const target = [0, 0, 1, 0, 0] as const
  expect(pseudoSample({ hash: 'c', path: 'c', group: 'c', target, oedema: 1 }).oedemaTarget).toEqual([0, 1, 0])
  expect(pseudoSample({ hash: 'c', path: 'c', group: 'c', target })).not.toHaveProperty('oedemaTarget')
})

it('a run is refused where none of its photographs, or none outside a fold, has a label of them', () => {
  const samples = samplesOf(
    Array.from({ length: 30 }, (_, index) => photograph(`${index}`, { grade: index % 2 === 0 ? 0 : 2 })),
  )
  const plan = (labelled: number) =>
    planRun(
      samples.map((sample, index) => (index < labelled ? { ...sample, oedemaTarget: [1, 0, 0] } : sample)),
      { ...recipe, holdOut: 0, validation: 0 },
      [],
      null,
    )
  expect(() => plan(0)).toThrow('no photograph to train on has a label of them')
  expect(() => plan(1)).toThrow(/no photograph outside fold \d has a label of them/)
  expect(plan(30).fits).toHaveLength(3)
})

it('labels of them do not count for a recipe that does not learn them', () => {
  const without = { ...recipe, oedema: null }
  const samples = samplesOf(fixture.photographs)
  const labelled = samples.map((sample) => ({ ...sample, oedemaTarget: [0, 1, 0] }))
  expect(planRun(labelled, without, [], null).fingerprint).toBe(planRun(samples, without, [], null).fingerprint)
  expect(planRun(labelled, recipe, [], null).fingerprint).not.toBe(planRun(samples, without, [], null).fingerprint)
  expect(networkOf(without, parent.bytes).oedema).toBeUndefined()
  expect(networkOf(recipe, parent.bytes).oedema).toBe(true)
})
