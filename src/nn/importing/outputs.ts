import { intAttribute } from '../graph/attributes.ts'
import type { Graph, GraphNode } from '../graph/types.ts'
import { type FloatTensor, float32, type Tensor } from '../tensor.ts'

/** The graph with that output first which has one of `widths` outputs an image, the earlier width before the later one; the
 *  same graph where none declares it. One whose numbers end in a Sigmoid comes after others. */
export function preferOutput(graph: Graph, widths: readonly number[]): Graph {
  const maker = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node.type] as const)))
  const places = graph.outputs.map(({ shape, name }) => {
    const place = shape.length === 2 ? widths.indexOf(Number(shape[1])) : -1
    return place < 0 ? Number.POSITIVE_INFINITY : place + (maker.get(name) === 'Sigmoid' ? 0.5 : 0)
  })
  const best = places.indexOf(Math.min(...places))
  if (best <= 0 || places[best] === Number.POSITIVE_INFINITY) return graph
  const chosen = graph.outputs[best]
  return chosen ? { ...graph, outputs: [chosen, ...graph.outputs.filter((_, index) => index !== best)] } : graph
}

/** The graph with the columns of `value` in another order, `order[k]` the one that becomes number k, where a linear layer of
 *  constants of its own makes them: its weights change places. Undefined elsewhere. */
export function withColumns(graph: Graph, value: string, order: readonly number[]): Graph | undefined {
  const layer = lastLayer(graph, value)
  if (!layer) return undefined
  const constants = new Map(graph.constants)
  for (const { name, axis } of layer) {
    const tensor = ownConstant(graph, name)
    const turned = tensor && taken(tensor, axis, order)
    if (!turned) return undefined
    constants.set(name, turned)
  }
  return { ...graph, constants }
}

/** How many columns such a layer makes; undefined elsewhere. */
export function columnsOf(graph: Graph, value: string): number | undefined {
  const [weights] = lastLayer(graph, value) ?? []
  return weights && graph.constants.get(weights.name)?.shape[weights.axis]
}

/** Whether such a layer gives the same whatever it is given: its weights are zero, as a classifier's are before it is trained. */
export function isSilent(graph: Graph, value: string): boolean {
  const [weights] = lastLayer(graph, value) ?? []
  const tensor = weights && graph.constants.get(weights.name)
  return tensor?.type === 'float32' && tensor.data.every((one) => one === 0)
}

interface Part {
  readonly name: string
  /** That runs over the outputs. */
  readonly axis: number
}

/** Weights and bias of the product that makes a value. */
function lastLayer({ nodes, constants }: Graph, value: string): readonly Part[] | undefined {
  const maker = (name: string | undefined): GraphNode | undefined => nodes.find((node) => node.outputs[0] === name)
  const last = maker(value)
  if (last?.type === 'Gemm') {
    const [, weights = '', bias = ''] = last.inputs
    const turned = intAttribute(last, 'transB', 0) === 1
    return [{ name: weights, axis: turned ? 0 : 1 }, ...(bias === '' ? [] : [biasPart(constants, bias)])]
  }
  if (last?.type === 'MatMul') return [{ name: last.inputs[1] ?? '', axis: 1 }]
  if (last?.type !== 'Add') return undefined
  const [bias, product] = constants.has(last.inputs[0] ?? '') ? last.inputs : last.inputs.toReversed()
  const made = maker(product)
  if (made?.type !== 'MatMul') return undefined
  return [{ name: made.inputs[1] ?? '', axis: 1 }, biasPart(constants, bias ?? '')]
}

function biasPart(constants: ReadonlyMap<string, Tensor>, name: string): Part {
  return { name, axis: Math.max(0, (constants.get(name)?.shape.length ?? 1) - 1) }
}

/** A constant that nothing else uses. */
function ownConstant({ nodes, constants, outputs }: Graph, name: string): FloatTensor | undefined {
  const uses = nodes.flatMap(({ inputs }) => inputs).filter((input) => input === name).length
  const tensor = constants.get(name)
  return uses === 1 && tensor?.type === 'float32' && outputs.every((output) => output.name !== name)
    ? tensor
    : undefined
}

/** Rows or columns of a tensor of at most two axes, by their places. */
function taken({ shape, data }: FloatTensor, axis: number, order: readonly number[]): FloatTensor | undefined {
  const length = shape[axis]
  if (shape.length > 2 || length === undefined || order.some((place) => place >= length)) return undefined
  const inner = axis === shape.length - 1 ? 1 : (shape[1] ?? 1)
  const outer = data.length / (inner * length)
  const values = new Float32Array(outer * order.length * inner)
  for (let o = 0; o < outer; o++) {
    for (const [k, place] of order.entries()) {
      const from = (o * length + place) * inner
      values.set(data.subarray(from, from + inner), (o * order.length + k) * inner)
    }
  }
  return float32(
    values,
    shape.map((size, index) => (index === axis ? order.length : size)),
  )
}
