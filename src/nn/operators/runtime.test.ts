import { beforeAll, describe, expect, it } from 'vitest'
import { lowerBlocked } from '../lowering/blocked/lower.ts'
import { lowerPortable } from '../lowering/portable.ts'
import { writeOnnx } from '../onnx/writer.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import type { Runtime } from '../runtimes/types.ts'
import { float32, floatEntry } from '../tensor.ts'
import type { DoubleArray } from '../testing/array.ts'
import { gradientCases } from '../testing/cases/gradient-cases.ts'
import { builtCase, startingValues, titleOf } from '../testing/gradient-case.ts'
import { interpret } from '../testing/interpreter.ts'
import { relativeError } from '../testing/random-tensors.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

describe('ONNX Runtime computes every operator and its gradient as the interpreter does', () => {
  for (const one of gradientCases) {
    it(`of ${titleOf(one)}`, async () => {
      const { graph } = builtCase(one)
      const plain = lowerPortable(graph)
      const values = startingValues(one)
      const expected = interpret(plain, values)
      const feeds = new Map([...values].map(([name, { shape, data }]) => [name, float32([...data], shape)]))
      for (const lowered of [plain, lowerBlocked(graph, runtime.block)]) {
        const session = await runtime.session(writeOnnx({ graph: lowered, metadata: new Map() }))
        const results = await session.run(feeds)
        await session.close()
        for (const { name } of graph.outputs) {
          const { shape, data } = expected.get(name) as DoubleArray
          const actual = floatEntry(results, name)
          expect(actual.shape).toEqual(shape)
          expect(relativeError(actual.data, data)).toBeLessThan(1e-4)
        }
      }
    })
  }
})
