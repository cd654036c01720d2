import type { Graph, GraphNode } from '../graph/types.ts'
import { type FloatTensor, float32 } from '../tensor.ts'

/** Of red, green and blue in 0 … 1: pixels become (value - mean)/deviation. */
export interface ChannelNormalisation {
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

/** A graph that takes its image normalised as `wanted`, from one that takes it as `own`: an affine map a channel goes in
 *  front, which no padding of the first convolution comes before. The same graph where both are alike. */
export function renormalise(graph: Graph, own: ChannelNormalisation, wanted: ChannelNormalisation): Graph {
  const image = graph.inputs[0]?.name
  const scale = wanted.deviation.map((deviation, c) => deviation / (own.deviation[c] as number))
  const shift = wanted.mean.map((mean, c) => (mean - (own.mean[c] as number)) / (own.deviation[c] as number))
  if (image === undefined || (scale.every((s) => s === 1) && shift.every((s) => s === 0))) return graph
  const taken = new Set([...graph.constants.keys(), ...graph.nodes.flatMap((node) => node.outputs)])
  const free = (name: string): string => (taken.has(name) || name === image ? free(`${name}.`) : name)
  const names = { scale: free('image.scale'), shift: free('image.shift') }
  const [scaled, shifted] = [free('image.scaled'), free('image.shifted')]
  const planes = (values: readonly number[]): FloatTensor => float32(values, [1, values.length, 1, 1])
  const node = (type: string, inputs: readonly string[], output: string): GraphNode => ({
    ...{ name: output, type, domain: '', attributes: {} },
    ...{ inputs, outputs: [output] },
  })
  const rest = graph.nodes.map((one) => ({
    ...one,
    inputs: one.inputs.map((input) => (input === image ? shifted : input)),
  }))
  return {
    ...graph,
    constants: new Map([...graph.constants, [names.scale, planes(scale)], [names.shift, planes(shift)]]),
    nodes: [node('Mul', [image, names.scale], scaled), node('Add', [scaled, names.shift], shifted), ...rest],
  }
}
