import { expect, it } from 'vitest'
import { smallNetwork } from '#nn/testing/small-network.ts'
import type { Grade } from '#shared/grades.ts'
import type { Sample } from '../../data/dataset.ts'
import { LabelTraces } from './label-traces.ts'

const network = smallNetwork({ classes: 5 })
const sample = (hash: string, grade: Grade): Sample => {
  return { hash, path: '', group: hash, grade, target: [0, 1, 2, 3, 4].map((one) => (one === grade ? 1 : 0)) }
}
const [a, b, c] = [sample('a', 0), sample('b', 3), sample('c', 1)]
/** Logits with one grade above the rest by so much. */
const logits = (...rows: readonly (readonly [Grade, number])[]) =>
  Float32Array.from(rows.flatMap(([grade, lead]) => [0, 1, 2, 3, 4].map((one) => (one === grade ? lead : 0))))

it('follows labels batch by batch, and nothing of a teacher’s', () => {
  const traces = new LabelTraces([a, b, c], null)
  traces.note([{ sample: a }, { sample: b }], logits([0, 2], [1, 3]), network)
  traces.note([{ sample: sample('pseudo', 2) }, { sample: a }], logits([2, 5], [0, 4]), network)
  const found = traces.traces()
  expect(found.map(({ hash, label, seen, learntAt }) => [hash, label, seen, learntAt])).toEqual([
    ['a', 0, 2, 0],
    ['b', 3, 1, -1],
  ])
  expect(found[0]?.margin).toBeCloseTo(3, 5)
  expect(found[1]?.margin).toBeCloseTo(-3, 5)
})

it('goes on with the same photographs and labels, and begins anew with others', () => {
  const first = new LabelTraces([a, b], null)
  first.note([{ sample: a }], logits([0, 2]), network)
  const seen = (samples: readonly Sample[]) => new LabelTraces(samples, first.kept()).traces().map(({ hash }) => hash)
  expect(seen([a, b])).toEqual(['a'])
  expect(seen([a])).toEqual([])
  expect(seen([sample('a', 1), b])).toEqual([])
})
