import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { QualityMeasures } from '#shared/contract/quality.ts'
import type { Eye, Grade } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { standings } from '#shared/queue.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { contentOf, decide, hashOf, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { learntOf } from './learn.ts'
import { learnFromDecision } from './learn-after-decisions.ts'
import { rankAll, rankOne } from './rank.ts'
import { listSuspects } from './suspects.ts'
import { whySuspicious } from './why-suspicious.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

/** Of forty patients with two eyes each, all labelled Mild or Moderate as the model sees them but the first left eye. */
const truth = (patient: number): Grade => (patient % 2 === 0 ? 1 : 2)
const sure = (grade: Grade): GradeProbabilities => (grade === 1 ? [0.03, 0.92, 0.05, 0, 0] : [0, 0.05, 0.92, 0.03, 0])

function addEye(patient: number, eye: Eye, content = `${patient} ${eye}`): ImageId {
  const sourceId = store.images.upsertSource('/photographs', now)
  const stem = `${content}`
  const file = {
    sourceId,
    relativePath: `${patient}/${eye}/${stem}.jpg`,
    stem,
    content: contentOf(content),
    modifiedMs: 1,
  }
  return store.images.add({ ...file, patient: String(patient), eye }, now)
}

function addSet(name: string, primary: boolean, rows: readonly (readonly [ImageId, Grade])[]): void {
  const sourceId = store.images.upsertSource('/photographs', now)
  const file = { layout: 'aptos', fileName: `${name}.csv`, sha256: hashOf(name), sourceId, shape: {} }
  const set = store.labels.addSet({ name, ...file, primary }, now)
  store.labels.addRows(
    set,
    rows.map(([image, grade], line) => ({
      ...{ line, name: String(image), image, raw: [], grade },
      oedema: null,
      rejected: null,
    })),
  )
}

function makeProject() {
  const model: ModelId = store.models.add(
    {
      ...{ name: 'm', architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf('m'), card: {} },
      ...{ parent: null, run: null, snapshot: null, status: 'promoted' },
    },
    now,
  )
  const eyes = Array.from({ length: 40 }, (_, patient) => {
    return (['left', 'right'] as const).map((eye) => ({ patient, eye, image: addEye(patient, eye) }))
  }).flat()
  const [wrong] = eyes as [(typeof eyes)[number]]
  addSet(
    'published',
    true,
    eyes.map(({ image, patient }) => [image, image === wrong.image ? 2 : truth(patient)]),
  )
  store.predictions.put(
    model,
    eyes.map(({ image, patient }) => ({ image, outOfFold: true, fold: 1, probabilities: sure(truth(patient)) })),
    now,
  )
  rankAll(store, model)
  return { model, eyes, wrong: wrong.image }
}

const scoreOf = (model: ModelId, image: ImageId) => store.suspicions.forImage(image, model)?.score ?? Number.NaN

it('puts the label that model and fellow eye contradict first, and says why', () => {
  const { model, wrong, eyes } = makeProject()
  const [first, second] = store.suspicions.forModel(model)
  expect(first).toMatchObject({ image: wrong, label: 2, suggested: 1 })
  expect(first?.score).toBeGreaterThan(0.2)
  expect(second?.score).toBeLessThan(0.1)
  const prediction = store.predictions.forImage(wrong, model)
  if (!prediction) throw new Error('Nothing was predicted.')
  const why = whySuspicious(store, model, wrong, prediction)
  expect(why?.score).toBeCloseTo(first?.score as number, 12)
  expect(why?.sentence).toMatch(/^The fellow eye is Mild; beside such an eye \d+ % are Moderate\.$/)
  const said = why?.terms.flatMap(({ sentence }) => sentence ?? [])
  expect(said).toContain('The model gives Moderate 5 % and expects Mild (92 %).')
  const { sentence } = why ?? {}
  const [suspect] = listSuspects(store, { limit: 1 }).suspects
  expect(suspect).toMatchObject({ label: 2, suggested: 1, score: first?.score, sentence })
  expect(eyes).toHaveLength(80)
})

it('weighs other label files and copies, each photograph’s own alone as all of them at once', () => {
  const { model, eyes, wrong } = makeProject()
  const doubted = eyes[10]?.image as ImageId
  const before = scoreOf(model, doubted)
  addSet('second', false, [
    [doubted, 3],
    [wrong, 1],
  ])
  const copied = eyes[12]?.image as ImageId
  const copy = addEye(99, 'left', '6 left')
  addSet('third', false, [[copy, 4]])
  rankAll(store, model)
  expect(scoreOf(model, doubted)).toBeGreaterThan(before)
  for (const image of [doubted, copied, wrong]) {
    const atOnce = scoreOf(model, image)
    rankOne(store, image)
    expect(scoreOf(model, image)).toBe(atOnce)
  }
})

it('keeps another suggestion though the label is as suspicious as before', () => {
  const { model, wrong } = makeProject()
  rankAll(store, model)
  const kept = () => store.suspicions.forModel(model).find(({ image }) => image === wrong)
  const before = kept()
  if (!before) throw new Error('The label has no suspicion.')
  store.suspicions.put(model, [{ ...before, suggested: 4 }])
  expect(kept()).toEqual({ ...before, suggested: 4 })
})

it('after a decision weighs that photograph and its fellow eye anew, and no other', () => {
  const { model, eyes, wrong } = makeProject()
  const rest = () => store.suspicions.forModel(model).filter(({ image }) => image > (eyes[1]?.image as number))
  const [others, own, fellow] = [rest(), scoreOf(model, wrong), scoreOf(model, eyes[1]?.image as ImageId)]
  store.readings.append(decide(wrong, 1), now)
  rankOne(store, wrong)
  expect(scoreOf(model, wrong)).toBeLessThan(own)
  expect(scoreOf(model, eyes[1]?.image as ImageId)).toBeLessThan(fellow)
  expect(rest()).toEqual(others)
})

it('after a decision weighs the copies of that photograph anew, by the grade that it has now', () => {
  const { model, eyes } = makeProject()
  const decided = eyes[12]?.image as ImageId
  const copy = addEye(99, 'left', '6 left')
  addSet('copies', false, [[copy, truth(6)]])
  store.predictions.put(model, [{ image: copy, outOfFold: true, fold: 1, probabilities: sure(truth(6)) }], now)
  rankAll(store, model)
  const alike = scoreOf(model, copy)
  store.readings.append(decide(decided, 4), now)
  rankOne(store, decided)
  const differing = scoreOf(model, copy)
  expect(differing).toBeGreaterThan(alike)
  // By what was learnt before, not by what the decision teaches of all labels.
  rankOne(store, copy)
  expect(scoreOf(model, copy)).toBe(differing)
})

it('suspects nothing that an adjudicator settled, and counts it among those without a place', () => {
  const { model, wrong, eyes } = makeProject()
  const queued = () => {
    const { images, standing, suspicion } = store.queue.read({ order: 'suspicion', grader: 'Ana' })
    const place = images.indexOf(wrong)
    return { place, standing: standings[standing[place] as number], suspicion: suspicion[place] }
  }
  expect(queued()).toMatchObject({ place: 0, standing: 'ranked' })
  // Against the model and the fellow eye: whoever settles it has seen both.
  store.readings.append(decide(wrong, 4, { grader: 'Judge', phase: 'adjudication' }), now)
  // A project may have kept what was weighed before it was settled.
  expect(queued()).toEqual({ place: eyes.length - 1, standing: 'settled', suspicion: -1 })
  for (const weigh of [() => rankOne(store, wrong), () => rankAll(store, model)]) {
    weigh()
    expect(store.suspicions.forImage(wrong, model)).toBeUndefined()
  }
  expect(whySuspicious(store, model, wrong, store.predictions.forImage(wrong, model))).toBeNull()
  const { suspects, unranked } = listSuspects(store, { limit: 100 })
  expect(suspects.map(({ image }) => image)).not.toContain('0 left')
  expect(unranked).toEqual({ blind: 0, settled: 1, noModel: 0, unscored: 0, learnt: 0 })
})

it('of two copies with different grades shows the one that nobody settled', () => {
  const { eyes } = makeProject()
  const settled = eyes[12]?.image as ImageId
  const copy = addEye(99, 'left', '6 left')
  addSet('second', false, [[copy, 4]])
  const standing = (image: ImageId) => {
    const { images, standing } = store.queue.read({ order: 'suspicion', grader: 'Ana' })
    return [images.indexOf(image) < 2, standings[standing[images.indexOf(image)] as number]]
  }
  expect([settled, copy].map(standing)).toEqual([
    [true, 'contradicted'],
    [true, 'contradicted'],
  ])
  store.readings.append(decide(settled, 1, { grader: 'Judge', phase: 'adjudication' }), now)
  expect([settled, copy].map(standing)).toEqual([
    [false, 'settled'],
    [true, 'contradicted'],
  ])
})

it('weighs the label as it came where readers differ, so that who settles it finds it', () => {
  const { model, eyes } = makeProject()
  const { image, patient } = eyes[20] as (typeof eyes)[number]
  const before = scoreOf(model, image)
  const other = ((truth(patient) + 1) % 5) as Grade
  store.readings.append(decide(image, truth(patient)), now)
  store.readings.append({ ...decide(image, other), grader: 'Ben' }, now)
  rankOne(store, image)
  expect(store.suspicions.forImage(image, model)).toMatchObject({ label: truth(patient) })
  expect(scoreOf(model, image)).toBeGreaterThan(before)
  const atOnce = scoreOf(model, image)
  rankAll(store, model)
  expect(store.suspicions.forModel(model)[1]?.image).toBe(image)
  expect(scoreOf(model, image)).toBeCloseTo(atOnce, 1)
  const { unscored, suspects } = listSuspects(store, { limit: 100 })
  expect([unscored, suspects.length]).toEqual([0, 80])
})

const measures: QualityMeasures = {
  ...{ darkFraction: 0.4, brightFraction: 0, retinaDarkFraction: 0.1, retinaBrightFraction: 0.02 },
  ...{ underexposed: false, overexposed: false, retinaUnderexposed: false, retinaOverexposed: false },
  ...{ retinaFraction: 0.6, focus: 0.01, histogram: Array.from({ length: 64 }, () => 2) },
}

it('points from a Mild in a blurred or dark retina to ungradable, and from another doubted label to its grade', () => {
  const { model, eyes, wrong } = makeProject()
  const [blurred, dark, glaring] = [8, 12, 16].map((index) => eyes[index]?.image as ImageId) as [
    ImageId,
    ImageId,
    ImageId,
  ]
  store.quality.put(blurred, measures, 'reject', ['blurred'], now)
  store.quality.put(dark, measures, 'usable', ['dim', 'glare'], now)
  store.quality.put(glaring, measures, 'usable', ['glare'], now)
  store.quality.put(wrong, measures, 'reject', ['blurred'], now)
  rankAll(store, model)
  const names = store.images.names()
  const { suspects } = listSuspects(store, { limit: 100 })
  const suspect = (image: ImageId) => suspects.find((one) => one.image === names.get(image))
  const rests = 'and Mild rests on the smallest lesions: it may be ungradable.'
  expect(suspect(blurred)).toMatchObject({ ungradable: true, sentence: `The picture is blurred, ${rests}` })
  expect(suspect(dark)).toMatchObject({ ungradable: true, sentence: `The picture is rather dark, ${rests}` })
  expect(suspect(glaring)).toMatchObject({ ungradable: false, sentence: `The picture is poor, ${rests}` })
  expect(suspect(wrong)).toMatchObject({ ungradable: false, label: 2, suggested: 1 })
  for (const image of [blurred, dark, glaring, wrong]) {
    const why = whySuspicious(store, model, image, store.predictions.forImage(image, model))
    const { ungradable, suggested, sentence } = suspect(image) ?? {}
    expect(why).toMatchObject({ ungradable, suggested, sentence })
  }
})

it('tells how a label was learnt while training, beside all others, and says so where it was hard', () => {
  const { model, eyes, wrong } = makeProject()
  const learnt = eyes.map(({ image, patient }, index) => ({
    ...{
      image,
      label: truth(patient),
      seen: 12,
      margin: 2,
      standing: 0.2,
      loss: 0.5,
      lastLoss: 0.1,
      losses: [0.75, 0.5, 0.25],
    },
    ...{ forgotten: index % 2, learntAt: 1 },
  }))
  const hard = {
    label: 2,
    margin: -1,
    standing: -2.5,
    loss: 1.9,
    lastLoss: 0.4,
    losses: [2, 1.5],
    forgotten: 3,
    learntAt: 7,
  } as const
  const never = eyes[2]?.image as ImageId
  store.dynamics.put(
    model,
    learnt.map((row) => {
      if (row.image === wrong) return { ...row, ...hard }
      return row.image === never ? { ...row, standing: -3, learntAt: -1 } : row
    }),
  )
  rankAll(store, model)
  const whyOf = (image: ImageId) => whySuspicious(store, model, image, store.predictions.forImage(image, model))
  const why = whyOf(wrong)
  expect(why?.learning).toEqual({
    ...{ learntAt: 7, forgotten: 3, loss: 1.9, lastLoss: 0.4, losses: [2, 1.5] },
    usual: { learntAt: 1, forgotten: 1, loss: 0.5, lastLoss: 0.1, losses: [0.75, 0.5, 0.25] },
  })
  const said = (of: typeof why) => of?.terms.find(({ name }) => name === 'dynamics')?.sentence
  expect(said(why)).toBe('The model learnt this label late and forgot it 3 times while training.')
  expect(whyOf(never)?.learning?.learntAt).toBeNull()
  expect(said(whyOf(never))).toBe('The model never learnt this label while training.')
  // Another label than the one that was learnt, or what was learnt as most are.
  store.readings.append(decide(wrong, 1), now)
  expect(whyOf(wrong)?.learning).toBeNull()
  expect(said(whyOf(eyes[6]?.image as ImageId))).toBeNull()
})

it('learns from what readers find, and keeps what it learnt', () => {
  const { model, eyes } = makeProject()
  const unlearnt = learntOf(store, model)
  expect(unlearnt.reviews).toBe(0)
  for (const { image, patient } of eyes.slice(0, 30)) {
    store.readings.append(decide(image, truth(patient)), now)
  }
  rankAll(store, model)
  const learnt = learntOf(store, model)
  expect(learnt.reviews).toBe(30)
  expect(learnt.weights).not.toEqual(unlearnt.weights)
  expect(learnt.background.channel).not.toEqual(unlearnt.background.channel)
  store.suspicions.keepLearning(model, '{"of":"another version"}')
  expect(learntOf(store, model)).toEqual(learnt)
})

function decideRightly(eyes: readonly { readonly image: ImageId; readonly patient: number }[]): void {
  for (const { image, patient } of eyes) {
    store.readings.append(decide(image, truth(patient)), now)
    rankOne(store, image)
  }
}

it('learns anew after some dozens of decisions, and loses none that comes meanwhile', async () => {
  const { model, eyes } = makeProject()
  const decideOn = (from: number, to: number) => decideRightly(eyes.slice(from, to))
  const image = (index: number) => eyes[index]?.image as ImageId
  decideOn(0, 24)
  await learnFromDecision(store, image(23), () => true)
  expect(learntOf(store, model).reviews).toBe(0)
  decideOn(24, 25)
  const learning = learnFromDecision(store, image(24), () => true)
  decideOn(40, 41)
  await learnFromDecision(store, image(40), () => true)
  await learning
  expect(learntOf(store, model).reviews).toBeGreaterThanOrEqual(25)
  const found = store.suspicions.forModel(model)
  for (const { image: one } of found) rankOne(store, one)
  expect(store.suspicions.forModel(model)).toEqual(found)

  decideOn(41, 75)
  await learnFromDecision(store, image(74), () => false)
  expect(learntOf(store, model).reviews).toBeLessThan(50)
})

it('learning in parts counts what it read, and gives way to whoever ranks everything meanwhile', async () => {
  const { model, eyes } = makeProject()
  const decideOn = (from: number, to: number) => decideRightly(eyes.slice(from, to))
  const last = eyes[25]?.image as ImageId
  const turns = async (count: number) => {
    for (let done = 0; done < count; done++) await setImmediate()
  }
  decideOn(0, 25)
  const counting = learnFromDecision(store, last, () => true)
  await turns(3)
  decideOn(25, 30)
  await counting
  expect(learntOf(store, model).reviews).toBe(25)

  decideOn(30, 55)
  const giving = learnFromDecision(store, last, () => true)
  await turns(3)
  const gone = eyes[60]?.image as ImageId
  store.predictions.takeBackUnseen(model, [{ image: gone, fold: 1 }])
  rankAll(store, model)
  const found = store.suspicions.forModel(model)
  await giving
  expect(store.suspicions.forModel(model)).toEqual(found)
  expect(store.suspicions.forImage(gone, model)).toBeUndefined()
})
