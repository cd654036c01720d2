import { type FloatTensor, float32, type Tensor } from '../../tensor.ts'
import { floatAttribute } from '../attributes.ts'
import type { Graph, GraphNode } from '../types.ts'

interface Folded {
  readonly weight: FloatTensor
  readonly bias: FloatTensor
}

/** Multiplies batch normalisation into the convolution before it, where both have constant weights and nothing else
 *  uses what lies between: w·s/σ, (b - mean)·s/σ + shift. */
export function foldBatchNorm(graph: Graph): Graph {
  const uses = new Map<string, number>()
  for (const name of [...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs.map((output) => output.name)]) {
    uses.set(name, (uses.get(name) ?? 0) + 1)
  }
  const convolutions = new Map(
    graph.nodes.filter((node) => node.type === 'Conv').map((node) => [node.outputs[0], node]),
  )
  const constants = new Map(graph.constants)
  const replaced = new Map<GraphNode, GraphNode>()
  const dropped = new Set<GraphNode>()
  for (const node of graph.nodes) {
    const convolution = node.type === 'BatchNormalization' ? convolutions.get(node.inputs[0]) : undefined
    if (convolution === undefined || uses.get(convolution.outputs[0] ?? '') !== 1) continue
    const folded = fold(convolution, node, graph.constants)
    const [image, weight] = convolution.inputs as [string, string]
    if (folded === undefined || uses.get(weight) !== 1) continue
    const bias = `${weight}.folded_bias`
    constants.set(weight, folded.weight)
    constants.set(bias, folded.bias)
    replaced.set(convolution, { ...convolution, inputs: [image, weight, bias], outputs: node.outputs.slice(0, 1) })
    dropped.add(node)
  }
  const nodes = graph.nodes.filter((node) => !dropped.has(node)).map((node) => replaced.get(node) ?? node)
  return { ...graph, constants, nodes }
}

function fold(convolution: GraphNode, norm: GraphNode, constants: ReadonlyMap<string, Tensor>): Folded | undefined {
  const values = (name: string | undefined) => {
    const tensor = constants.get(name ?? '')
    return tensor?.type === 'float32' ? tensor : undefined
  }
  const weight = values(convolution.inputs[1])
  const [scale, shift, mean, variance] = norm.inputs.slice(1).map(values)
  const bias = values(convolution.inputs[2])
  if (!weight || !scale || !shift || !mean || !variance) return undefined
  if ((convolution.inputs[2] ?? '') !== '' && bias === undefined) return undefined
  const epsilon = floatAttribute(norm, 'epsilon', 1e-5)
  const channels = scale.data.length
  const each = weight.data.length / channels
  const foldedWeight = new Float32Array(weight.data.length)
  const foldedBias = new Float32Array(channels)
  for (let c = 0; c < channels; c++) {
    const factor = (scale.data[c] as number) / Math.sqrt((variance.data[c] as number) + epsilon)
    for (let i = c * each; i < (c + 1) * each; i++) foldedWeight[i] = (weight.data[i] as number) * factor
    foldedBias[c] = ((bias?.data[c] ?? 0) - (mean.data[c] as number)) * factor + (shift.data[c] as number)
  }
  return { weight: float32(foldedWeight, weight.shape), bias: float32(foldedBias, [channels]) }
}
