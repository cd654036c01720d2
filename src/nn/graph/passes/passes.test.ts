import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { bindParameters } from '../../bind.ts'
import { importNetwork } from '../../importing/import-network.ts'
import { lowerBlocked } from '../../lowering/blocked/lower.ts'
import { lowerPortable } from '../../lowering/portable.ts'
import { readOnnx } from '../../onnx/reader.ts'
import { writeOnnx } from '../../onnx/writer.ts'
import { initialParameters } from '../../parameters.ts'
import { openOnnxRuntime } from '../../runtimes/onnxruntime.ts'
import type { Runtime } from '../../runtimes/types.ts'
import { float32, floatEntry, numbersOf } from '../../tensor.ts'
import { doubles } from '../../testing/array.ts'
import { interpret } from '../../testing/interpreter.ts'
import { randomTensor, relativeError } from '../../testing/random-tensors.ts'
import { smallNetwork } from '../../testing/small-network.ts'
import { boundShape } from '../copy.ts'
import { inferTypes } from '../shapes.ts'
import type { Graph, GraphNode, ValueInfo } from '../types.ts'
import { removeDeadNodes } from './dead-nodes.ts'
import { dropAliases } from './drop-aliases.ts'
import { foldBatchNorm } from './fold-batch-norm.ts'

type Pass = (graph: Graph) => Graph

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 1 })
})

const passes: readonly (readonly [string, Pass])[] = [
  ['removing dead nodes', removeDeadNodes],
  ['dropping aliases', dropAliases],
  ['folding batch normalisation', foldBatchNorm],
  ['lowering to plain ONNX', lowerPortable],
  ['lowering to blocks of channels', (graph) => lowerBlocked(graph, runtime.block)],
]
const plain = passes.slice(0, 3).map(([, pass]) => pass)
const together =
  (order: readonly Pass[]): Pass =>
  (graph) =>
    order.reduce((result, pass) => pass(result), graph)
const chains: readonly (readonly [string, Pass])[] = [
  ['all of them, lowered to plain ONNX', together([...plain, lowerPortable])],
  ['all of them, the other way round', together([...plain.toReversed(), lowerPortable])],
  ['all of them, lowered to blocks', together([...plain, (graph) => lowerBlocked(graph, runtime.block)])],
]

/** With running statistics as after some training. */
function small(): Graph {
  const network = smallNetwork({ noise: 0.3 })
  const parameters = initialParameters(network, 2)
  for (const [index, { name, shape }] of network.parameters.entries()) {
    const drawn = randomTensor(shape, index)
    if (/running_mean$|bias$/.test(name)) parameters.set(name, drawn)
    if (/running_var$/.test(name))
      parameters.set(
        name,
        float32(
          drawn.data.map((value) => 0.5 + value * value),
          shape,
        ),
      )
  }
  return bindParameters(network, parameters)
}

function exported(name: string): Graph {
  const file = new URL(`../../../../tests/fixtures/onnx/${name}.onnx`, import.meta.url)
  const { network, parameters } = importNetwork(readOnnx(readFileSync(file)).graph, { architecture: name })
  return bindParameters(network, parameters)
}

/** Something for every pass to do: an end that nothing uses, and an inner value given out under a second name. */
function withLooseEnds(graph: Graph): Graph {
  const inner = graph.nodes.at(-1)?.inputs[0] ?? ''
  const shape = inferTypes(graph).get(inner)?.shape ?? []
  const node = (type: string, output: string): GraphNode => ({
    ...{ name: output, type, domain: '', attributes: {} },
    ...{ inputs: [inner], outputs: [output] },
  })
  return {
    ...graph,
    nodes: [...graph.nodes, node('Sigmoid', 'unused'), node('Identity', 'features')],
    outputs: [...graph.outputs, { name: 'features', type: 'float32', shape }],
  }
}

const networks: readonly (readonly [string, Graph])[] = [
  ['small', withLooseEnds(small())],
  ...['residual-training', 'mobile', 'dense', 'shuffle', 'preactivated'].map(
    (name) => [name, withLooseEnds(exported(name))] as const,
  ),
]

describe.each([...passes, ...chains])('%s', (_, pass) => {
  it.each(networks)('changes no output of the network %s by more than 1e-5', async (_, graph) => {
    const image = randomTensor(boundShape(graph.inputs[0] as ValueInfo), 6)
    const expected = interpret(graph, new Map([['image', doubles(image.shape, numbersOf(image))]]))
    const session = await runtime.session(writeOnnx({ graph: pass(graph), metadata: new Map() }), { optimise: false })
    const results = await session.run(new Map([['image', image]]))
    await session.close()
    expect([...results.keys()].sort()).toEqual(['features', 'logits'])
    for (const name of results.keys())
      expect(relativeError(floatEntry(results, name).data, expected.get(name)?.data ?? []), name).toBeLessThan(1e-5)
  })
})

it.each(passes)('%s has something to do in one of these networks', (_, pass) => {
  expect(networks.some(([, graph]) => JSON.stringify(pass(graph).nodes) !== JSON.stringify(graph.nodes))).toBe(true)
})
