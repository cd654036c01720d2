import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { openClassifier } from '#nn/classifier.ts'
import type { HeadKind } from '#nn/heads/head.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import { float32, floatEntry } from '#nn/tensor.ts'
import { smallNetwork } from '#nn/testing/small-network.ts'
import { AppError } from '#shared/errors.ts'
import { type Grade, gradeCount } from '#shared/grades.ts'
import { sha256Schema } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { stackerOptionsSchema } from '#statistics/stacking/stacker.ts'
import { drawStacking } from '#statistics/stacking/testing/drawn-stacking.ts'
import { describeModel, encodeTrained } from '../models/model-file.ts'
import { startingParameters } from '../models/starting-parameters.ts'
import { decodeEnsemble, type EnsembleFile, encodeEnsemble } from './ensemble-file.ts'
import { encodeEnsembleGraph } from './ensemble-graph.ts'
import { stackedFeatures } from './features.ts'
import { combineRows, fitStackedCases, type StackingCase } from './fit-ensemble.ts'

const size = 16

function memberFile(seed: number, head: HeadKind = 'softmax', side = size): Uint8Array {
  const classes = head === 'softmax' ? gradeCount : head === 'ordinal' ? gradeCount - 1 : 1
  const network = { ...smallNetwork({ size: side, classes }), head, classes: gradeCount }
  const parameters = startingParameters(network, seed)
  // As trained as it takes for photographs to differ.
  for (const tensor of parameters.values()) {
    if (tensor.type === 'float32' && tensor.shape.length > 1)
      tensor.data.set(tensor.data.map((_, at) => Math.sin((seed + 1) * at)))
  }
  return encodeTrained(network, parameters)
}

function fileOf(members: readonly Uint8Array[], rest: Partial<EnsembleFile> = {}): EnsembleFile {
  const hashes = members.map((bytes) => sha256Schema.parse(createHash('sha256').update(bytes).digest('hex')))
  return { format: 'regrade-ensemble', members: hashes, eyes: false, stacker: null, ...rest }
}

async function probabilitiesOf(bytes: Uint8Array, images: Float32Array, count: number): Promise<number[][]> {
  const runtime = await openRuntime('cpu', { threads: 1 })
  try {
    const classifier = await openClassifier(runtime, bytes, { batch: 2 })
    const { probabilities } = await classifier.classify(images, count)
    await classifier.close()
    return Array.from({ length: count }, (_, k) => [...probabilities.subarray(k * gradeCount, (k + 1) * gradeCount)])
  } finally {
    await runtime.close()
  }
}

const count = 3
const images = Float32Array.from({ length: count * 3 * size * size }, (_, k) => Math.sin(k * 0.37) * 2)

/** Five classes drawn from features that are no probabilities, three photographs a group. */
function cases(width: number): StackingCase[] {
  const { features, targets } = drawStacking(3, 120, width, gradeCount)
  return features.map((row, k) => ({ features: row, grade: targets[k] as Grade, group: `${Math.floor(k / 3)}` }))
}

it('an averaging ensemble is one .onnx file that gives the mean of its members’ probabilities', async () => {
  const members = [memberFile(1), memberFile(2), memberFile(3, 'ordinal')]
  const bytes = encodeEnsembleGraph(fileOf(members), members)
  expect(describeModel(bytes)).toMatchObject({ size, head: 'softmax', architecture: 'ensemble of small, small, small' })
  const found = await probabilitiesOf(bytes, images, count)
  const each = await Promise.all(members.map((member) => probabilitiesOf(member, images, count)))
  expect(each[0]?.[0]?.map((p) => p.toFixed(3))).not.toEqual(each[1]?.[0]?.map((p) => p.toFixed(3)))
  for (const [row, probabilities] of found.entries()) {
    for (const [k, p] of probabilities.entries()) {
      expect(p).toBeCloseTo(each.reduce((sum, one) => sum + (one[row]?.[k] ?? 0), 0) / 3, 5)
    }
  }
})

it('a logistic stack is one .onnx file too, grades it never saw and all', async () => {
  const members = [memberFile(1), memberFile(2)]
  const known = cases(10).filter(({ grade }) => grade !== 0)
  const { stacker } = fitStackedCases(known, stackerOptionsSchema.parse({ by: 'logistic' }), 1)
  const found = await probabilitiesOf(encodeEnsembleGraph(fileOf(members, { stacker }), members), images, count)
  const each = await Promise.all(members.map((member) => probabilitiesOf(member, images, count)))
  const rows = found.map((_, row) => each.flatMap((one) => one[row] ?? []))
  const expected = combineRows({ stacker }, rows)
  for (const [row, probabilities] of found.entries()) {
    for (const [k, p] of probabilities.entries()) expect(p).toBeCloseTo(expected[row]?.[k] ?? Number.NaN, 5)
  }
})

it('a forest over members of every head is one .onnx file, too', async () => {
  const members = [memberFile(1), memberFile(2, 'regression'), memberFile(3, 'ordinal')]
  const { stacker } = fitStackedCases(cases(15), stackerOptionsSchema.parse({ by: 'forest', trees: 20 }), 1)
  const each = await Promise.all(members.map((member) => probabilitiesOf(member, images, count)))
  const rows = Array.from({ length: count }, (_, row) => each.flatMap((one) => one[row] ?? []))
  const mean = await probabilitiesOf(encodeEnsembleGraph(fileOf(members), members), images, count)
  const found = await probabilitiesOf(encodeEnsembleGraph(fileOf(members, { stacker }), members), images, count)
  const expected = combineRows({ stacker }, rows)
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < gradeCount; k++) {
      expect(found[row]?.[k]).toBeCloseTo(expected[row]?.[k] ?? Number.NaN, 5)
      expect(mean[row]?.[k]).toBeCloseTo(each.reduce((sum, one) => sum + (one[row]?.[k] ?? 0), 0) / 3, 5)
    }
  }
})

it('members of different sizes are given the image at their own', async () => {
  const [large, small, odd] = [memberFile(1, 'softmax', 32), memberFile(2), memberFile(3, 'softmax', 13)]
  const wide = Float32Array.from({ length: count * 3 * 32 * 32 }, (_, k) => Math.sin(k * 0.37) * 2)
  const bytes = encodeEnsembleGraph(fileOf([large, small, odd]), [large, small, odd])
  expect(describeModel(bytes).size).toBe(32)
  const halved = resampled(wide, 32, 16)
  const each = [
    await probabilitiesOf(large, wide, count),
    await probabilitiesOf(small, halved, count),
    await probabilitiesOf(odd, resampled(halved, 16, 13), count),
  ]
  const found = await probabilitiesOf(bytes, wide, count)
  for (const [row, probabilities] of found.entries()) {
    for (const [k, p] of probabilities.entries()) {
      expect(p).toBeCloseTo(each.reduce((sum, one) => sum + (one[row]?.[k] ?? 0), 0) / 3, 5)
    }
  }
})

it('over both eyes, too, members are given both images at their own size', async () => {
  const members = [memberFile(1, 'softmax', 32), memberFile(2)]
  const { stacker } = fitStackedCases(cases(21), stackerOptionsSchema.parse({ by: 'logistic' }), 1)
  const wide = Float32Array.from({ length: count * 3 * 32 * 32 }, (_, k) => Math.sin(k * 0.37) * 2)
  const each = [
    await probabilitiesOf(members[0] as Uint8Array, wide, count),
    await probabilitiesOf(members[1] as Uint8Array, resampled(wide, 32, 16), count),
  ]
  // The fellows of the three are the second, the first, and none.
  const fellows = [1, 0, 2]
  const plane = wide.length / count
  const beside = Float32Array.from(fellows.flatMap((k) => [...wide.subarray(k * plane, (k + 1) * plane)]))
  const said = (k: number) => each.map((rows) => rows[k] as unknown as GradeProbabilities)
  const rows = fellows.map((fellow, k) => stackedFeatures(said(k), fellow === k ? [] : [said(fellow)]))
  // An eye alone is another case than one whose fellow looks the same.
  const [alone, twice] = combineRows({ stacker }, [rows[2] ?? [], [...(rows[2]?.slice(0, -1) ?? []), 1]])
  expect(alone?.[0]).not.toBeCloseTo(twice?.[0] ?? 0, 3)
  const runtime = await openRuntime('cpu', { threads: 1 })
  const session = await runtime.session(encodeEnsembleGraph(fileOf(members, { stacker, eyes: true }), members))
  const shape = [count, 3, 32, 32]
  const feeds = new Map([
    ['image', float32(wide, shape)],
    ['fellow', float32(beside, shape)],
  ])
  const logits = floatEntry(await session.run(feeds), 'logits').data
  await runtime.close()
  for (const [row, probabilities] of combineRows({ stacker }, rows).entries()) {
    for (const [k, p] of probabilities.entries()) expect(Math.exp(logits[row * gradeCount + k] ?? 0)).toBeCloseTo(p, 5)
  }
})

/** Planes of side `from` at side `to`, by straight lines between the middles of pixels. */
function resampled(planes: Float32Array, from: number, to: number): Float32Array {
  const placeOf = (at: number) => Math.min(from - 1, Math.max(0, ((at + 0.5) * from) / to - 0.5))
  return Float32Array.from({ length: (planes.length / from ** 2) * to ** 2 }, (_, at) => {
    const plane = Math.floor(at / to ** 2) * from ** 2
    const [x, y] = [placeOf(at % to), placeOf(Math.floor((at % to ** 2) / to))]
    const value = (column: number, row: number) =>
      planes[plane + Math.min(from - 1, row) * from + Math.min(from - 1, column)] ?? Number.NaN
    const [left, top] = [Math.floor(x), Math.floor(y)]
    const across = (row: number) => value(left, row) + (x - left) * (value(left + 1, row) - value(left, row))
    return across(top) + (y - top) * (across(top + 1) - across(top))
  })
}

it('says why it cannot be one file', () => {
  const enhanced = encodeTrained(
    smallNetwork({ size, classes: 5 }),
    startingParameters(smallNetwork({ size, classes: 5 }), 1),
    { enhancement: 'clahe' },
  )
  const refusal = (members: Uint8Array[]) => {
    try {
      encodeEnsembleGraph(fileOf(members), members)
    } catch (error) {
      return error instanceof AppError ? error.message : error
    }
    return ''
  }
  expect(refusal([memberFile(1), enhanced])).toContain('enhanced or normalised differently')
})

it('its file comes back as it was, and no other file is taken for one', () => {
  const { stacker } = fitStackedCases(cases(21), stackerOptionsSchema.parse({ by: 'boosting', rounds: 2 }), 1)
  const file = fileOf([memberFile(1), memberFile(2)], { stacker, eyes: true })
  expect(decodeEnsemble(encodeEnsemble(file))).toEqual(file)
  const refused = (value: unknown) => () => decodeEnsemble(new TextEncoder().encode(JSON.stringify(value)))
  expect(refused({ ...file, eyes: false })).toThrow(AppError)
  expect(refused({ ...file, stacker: null })).toThrow(AppError)
  expect(() => decodeEnsemble(memberFile(1))).toThrow(AppError)
})

it('what it says of its own cases comes from fits that did not see their group', () => {
  // Features that name the group: whoever learnt from it knows its grade.
  const telling = Array.from({ length: 60 }, (_, k): StackingCase => {
    const group = Math.floor(k / 2)
    return {
      features: Array.from({ length: 30 }, (__, at) => Number(at === group)),
      grade: ((group * 7) % 5) as Grade,
      group: `${group}`,
    }
  })
  const options = stackerOptionsSchema.parse({ by: 'svm', kernel: 'linear', cost: 100 })
  const { stacker, outOfFold } = fitStackedCases(telling, options, 1)
  const right = (rows: readonly GradeProbabilities[]) =>
    rows.filter((row, k) => row.indexOf(Math.max(...row)) === telling[k]?.grade).length
  expect(
    right(
      combineRows(
        { stacker },
        telling.map(({ features }) => features),
      ),
    ),
  ).toBe(60)
  expect(right(outOfFold.map(({ probabilities }) => probabilities))).toBeLessThan(30)
  const foldOf = new Map<string, number>()
  for (const [k, { fold }] of outOfFold.entries()) {
    const { group = '' } = telling[k] ?? {}
    expect(foldOf.get(group) ?? fold).toBe(fold)
    foldOf.set(group, fold)
  }
  expect(new Set(foldOf.values()).size).toBe(5)
})

it('too few cases are refused with how many there are', () => {
  const refused = () => fitStackedCases(cases(5).slice(0, 7), stackerOptionsSchema.parse({ by: 'forest' }), 1)
  expect(refused).toThrow(
    'Training needs at least 20 graded photographs that every member has scored and never saw; there are 7.',
  )
})

it('the fellow eye stands beside the eye’s own, or the eye once more where there is none', () => {
  const [a, b, c]: GradeProbabilities[] = [
    [1, 0, 0, 0, 0],
    [0, 0.5, 0.5, 0, 0],
    [0, 0, 0, 0, 1],
  ]
  if (!a || !b || !c) throw new Error('three rows')
  expect(stackedFeatures([a, b])).toEqual([...a, ...b])
  expect(stackedFeatures([a, b], [])).toEqual([...a, ...b, ...a, ...b, 0])
  expect(
    stackedFeatures(
      [a, b],
      [
        [b, c],
        [c, c],
      ],
    ),
  ).toEqual([...a, ...b, 0, 0.25, 0.25, 0, 0.5, ...c, 1])
})
