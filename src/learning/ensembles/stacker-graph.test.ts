import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GraphBuilder } from '#nn/graph/builder.ts'
import { alias } from '#nn/graph/copy.ts'
import { writeOnnx } from '#nn/onnx/writer.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { float32, floatEntry } from '#nn/tensor.ts'
import { fitStacker, predictStacker, type Stacker, stackerOptionsSchema } from '#statistics/stacking/stacker.ts'
import { drawStacking } from '#statistics/stacking/testing/drawn-stacking.ts'
import { addStacker } from './stacker-graph.ts'

const classes = 5
const width = 10

let runtime: Runtime
beforeAll(async () => {
  runtime = await openRuntime('cpu', { threads: 1 })
})
afterAll(() => runtime.close())

/** As a photograph's features come: of single precision. */
const single = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map(Math.fround))

async function computed(stacker: Stacker, rows: readonly (readonly number[])[]): Promise<number[][]> {
  const builder = new GraphBuilder('stacker')
  const features = builder.input('features', { type: 'float32', shape: [1, width] }, ['n', width])
  builder.output(alias(builder, addStacker(builder, features, stacker), 'probabilities'), ['n', classes])
  const session = await runtime.session(writeOnnx({ graph: builder.build(), metadata: new Map() }))
  const said = await session.run(new Map([['features', float32(rows.flat(), [rows.length, width])]]))
  await session.close()
  const { data } = floatEntry(said, 'probabilities')
  return rows.map((_, row) => [...data.subarray(row * classes, (row + 1) * classes)])
}

/** Rows that were learnt from, others, and such as sure members give. */
function cases() {
  const { features, targets } = drawStacking(5, 160, width, classes)
  const others = drawStacking(6, 60, width, classes).features
  const sure = Array.from({ length: 25 }, (_, k) =>
    Array.from({ length: width }, (__, at) => Number(at === k % 5 || at === 5 + Math.floor(k / 5))),
  )
  return { features: single(features), targets, asked: single([...features, ...others, ...sure]) }
}

describe('a meta-learner in ONNX’s own operators', () => {
  const { features, targets, asked } = cases()
  it.each([
    ['logistic', {}],
    ['forest', { trees: 40 }],
    ['forest', { trees: 3, depth: 1, leaf: 60 }],
    ['boosting', { rounds: 30, depth: 3 }],
    ['svm', {}],
    ['svm', { kernel: 'linear', cost: 10 }],
    ['svm', { cost: 100, gamma: 4 }],
  ])('gives what %s %o gives row by row', async (by, options) => {
    for (const without of [[], [2], [0, 4], [0, 1, 4], [0, 1, 2, 3]]) {
      const known = targets.flatMap((target, at) => (without.includes(target) ? [] : [at]))
      const stacker = fitStacker(
        known.map((at) => features[at] ?? []),
        known.map((at) => targets[at] ?? 0),
        ...([classes, stackerOptionsSchema.parse({ by, ...options }), 1] as const),
      )
      expect(stacker.learnt).toHaveLength(classes - without.length)
      const wanted = predictStacker(stacker, asked)
      const found = await computed(stacker, asked)
      let worst = 0
      for (const [row, probabilities] of wanted.entries()) {
        for (const [k, p] of probabilities.entries())
          worst = Math.max(worst, Math.abs(p - (found[row]?.[k] ?? Number.NaN)))
      }
      expect(worst).toBeLessThan(1e-5)
    }
  })
})
