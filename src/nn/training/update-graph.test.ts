import { beforeAll, describe, expect, it } from 'vitest'
import { writeOnnx } from '../onnx/writer.ts'
import { defaultOptimizer, optimizerRule, optimizers } from '../optimizers/registry.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import type { Runtime } from '../runtimes/types.ts'
import { float32, scalar, type TensorMap } from '../tensor.ts'
import { randomTensor } from '../testing/random-tensors.ts'
import { buildUpdateGraph } from './update-graph.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

/** Odd, and more than one thread's share of an operator. */
const length = 70_001

describe('an update written over the vectors it reads', () => {
  it.each(optimizers.map(({ defaults }) => defaults.name))(
    'gives the same bytes as one written beside them: %s',
    async (name) => {
      const rule = optimizerRule({ ...defaultOptimizer(name), weightDecay: 0.01 })
      const graph = buildUpdateGraph(rule, { averages: true })
      const session = await runtime.vectorSession(writeOnnx({ graph, metadata: new Map() }))
      const names = ['parameter', ...rule.state, 'average']
      // Squares that are kept are never negative.
      const vectors = names.map((_, index) => randomTensor([length], index + 1).data.map(Math.abs))
      const moved: TensorMap = new Map(
        names.map((one, index) => [one, float32(vectors[index] as Float32Array, [length])]),
      )
      const scalars = Object.entries(rule.scalars(7, 0.01)).map(([one, value]) => [one, scalar(value)] as const)
      const feeds: TensorMap = new Map([
        ...moved,
        ['gradient', randomTensor([length], 9)],
        ...scalars,
        ['average.share', scalar(0.1)],
      ])
      const beside = await session.run(feeds)
      await session.run(feeds, new Map([...moved].map(([one, vector]) => [`next.${one}`, vector])))
      for (const [one, vector] of moved) expect(vector.data, one).toEqual(beside.get(`next.${one}`)?.data)
      await session.close()
    },
  )
})
