import { beforeAll, describe, expect, it } from 'vitest'
import type { Graph } from '../graph/types.ts'
import { writeOnnx } from '../onnx/writer.ts'
import { optimizerRule } from '../optimizers/registry.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import type { Runtime } from '../runtimes/types.ts'
import { float32, floatEntry, scalar, type TensorMap } from '../tensor.ts'
import { optimizerVariants } from '../testing/optimizer-variants.ts'
import { randomTensor } from '../testing/random-tensors.ts'
import { buildAverageGraph, buildUpdateGraph } from './update-graph.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

/** Odd, and more than one thread's share of an operator. */
const length = 70_001

/** The first place where two vectors are not the same, or -1. */
const difference = (a: Float32Array, b: Float32Array) => a.findIndex((value, place) => !Object.is(value, b[place]))

/** Runs the graph beside its vectors `moved`, then over them, and gives what both runs wrote. */
async function expectSameOver(graph: Graph, moved: readonly string[], others: TensorMap): Promise<TensorMap> {
  const session = await runtime.vectorSession(writeOnnx({ graph, metadata: new Map() }))
  // Squares that are kept are never negative.
  const vectors: TensorMap = new Map(
    moved.map((name, index) => [name, float32(randomTensor([length], index + 1).data.map(Math.abs), [length])]),
  )
  const feeds = new Map([...vectors, ...others])
  const before: TensorMap = new Map(
    [...vectors].map(([name, { data, shape }]) => [name, float32(Float32Array.from(data as Float32Array), shape)]),
  )
  const beside = await session.run(feeds)
  for (const name of moved)
    expect(difference(floatEntry(vectors, name).data, floatEntry(before, name).data), name).toBe(-1)
  await session.run(feeds, new Map([...vectors].map(([name, vector]) => [`next.${name}`, vector])))
  for (const name of moved) {
    const written = floatEntry(vectors, name).data
    expect(difference(written, floatEntry(beside, `next.${name}`).data), name).toBe(-1)
    expect(difference(written, floatEntry(before, name).data), name).not.toBe(-1)
  }
  await session.close()
  return beside
}

const share: TensorMap = new Map([['average.share', scalar(0.1)]])

describe('an update written over the vectors it reads gives the same bytes as one written beside them', () => {
  for (const options of optimizerVariants)
    for (const averages of [false, true]) {
      it(`${JSON.stringify(options)}${averages ? ', with averages' : ''}`, async () => {
        const rule = optimizerRule({ ...options, weightDecay: 0.01 })
        const scalars = Object.entries(rule.scalars(7, 0.01)).map(([name, value]) => [name, scalar(value)] as const)
        const moved = ['parameter', ...rule.state, ...(averages ? ['average'] : [])]
        const others: TensorMap = new Map([['gradient', randomTensor([length], 9)], ...scalars])
        const graph = buildUpdateGraph(rule, { averages })
        const written = await expectSameOver(graph, moved, averages ? new Map([...others, ...share]) : others)
        expect([...written.keys()].toSorted()).toEqual(moved.map((name) => `next.${name}`).toSorted())
      })
    }

  it('the average of what no optimizer moves', async () => {
    const value = randomTensor([length], 9)
    await expectSameOver(buildAverageGraph(), ['average'], new Map([['value', value], ...share]))
  })
})
