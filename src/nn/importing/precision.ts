import type { Attribute, Graph, GraphNode } from '../graph/types.ts'
import { dataTypes } from '../onnx/schema.ts'
import { roundedToSingle, type Tensor } from '../tensor.ts'

/** A graph that takes its image in float32, from one that takes it in float64: constants and casts follow. The same graph where it
 *  takes another type. */
export function singlePrecision(graph: Graph): Graph {
  if (graph.inputs[0]?.type !== 'float64') return graph
  return {
    ...graph,
    inputs: graph.inputs.map((input) => (input.type === 'float64' ? { ...input, type: 'float32' } : input)),
    outputs: graph.outputs.map((output) => (output.type === 'float64' ? { ...output, type: 'float32' } : output)),
    constants: new Map([...graph.constants].map(([name, tensor]) => [name, single(tensor)])),
    nodes: graph.nodes.map(inSingle),
  }
}

function single(tensor: Tensor): Tensor {
  return tensor.type === 'float64' ? roundedToSingle(tensor) : tensor
}

function inSingle(node: GraphNode): GraphNode {
  const changed = Object.entries(node.attributes).map(([name, one]): readonly [string, Attribute] => {
    if (one.kind === 'tensor') return [name, { kind: 'tensor', value: single(one.value) }]
    const toDouble = node.type === 'Cast' && name === 'to' && one.kind === 'int' && one.value === dataTypes.float64
    return [name, toDouble ? { kind: 'int', value: dataTypes.float32 } : one]
  })
  return { ...node, attributes: Object.fromEntries(changed) }
}
