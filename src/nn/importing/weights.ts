import { AppError } from '#shared/errors.ts'
import { intAttribute } from '../graph/attributes.ts'
import type { Graph, GraphNode } from '../graph/types.ts'
import type { Initial, ParameterRole } from '../network.ts'
import { elementCount, type FloatTensor, type Shape } from '../tensor.ts'

/** A constant of a foreign graph that training changes. */
export interface Weight {
  readonly name: string
  readonly value: FloatTensor
  /** Of the first node that computes with it. */
  readonly place: number
  readonly role: ParameterRole
  /** How a fit from scratch starts it. */
  readonly initial: Initial
}

const zeros = { kind: 'zeros' } as const
const ones = { kind: 'ones' } as const

/** Operators that only show a weight in another shape. */
const views = new Set(['Transpose', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten'])

/** The constants that are a layer's weights, in the order of the layers. Statistics that several batch normalisations
 *  share must have been given to each before. */
export function findWeights(graph: Graph): readonly Weight[] {
  const found = new Map<string, Weight>()
  const origins = new Map([...graph.constants.keys()].map((name) => [name, name]))
  let place = 0
  const take = (value: string | undefined, role: ParameterRole, initialOf: (shape: Shape) => Initial) => {
    const name = origins.get(value ?? '')
    const tensor = name === undefined ? undefined : graph.constants.get(name)
    if (name === undefined || tensor?.type !== 'float32' || found.has(name)) return
    found.set(name, { name, value: tensor, place, role, initial: initialOf(tensor.shape) })
  }
  // Scales, shifts and biases of layers, as of a layer normalisation: more than one number, and behind the first layer, before
  // which they only normalise the image.
  const isScale = (value: string | undefined) =>
    found.size > 0 && elementCount(graph.constants.get(origins.get(value ?? '') ?? '')?.shape ?? []) > 1
  for (const node of graph.nodes) {
    const [a, b, c] = node.inputs
    const origin = views.has(node.type) ? origins.get(a ?? '') : undefined
    if (origin !== undefined) origins.set(node.outputs[0] ?? '', origin)
    switch (node.type) {
      case 'Conv':
        take(b, 'trainable', (shape) => kaiming(shape, intAttribute(node, 'group', 1)))
        take(c, 'trainable', () => zeros)
        break
      case 'Gemm':
        take(b, 'trainable', ([rows = 1, columns = 1]) =>
          linear(intAttribute(node, 'transB', 0) === 1 ? rows : columns),
        )
        take(c, 'trainable', () => zeros)
        break
      case 'MatMul':
        take(b, 'trainable', (shape) => linear(shape.at(-1) ?? 1))
        break
      case 'Add':
        for (const value of [a, b]) if (isScale(value)) take(value, 'trainable', () => zeros)
        break
      case 'Mul':
        for (const value of [a, b]) if (isScale(value)) take(value, 'trainable', () => ones)
        break
      case 'BatchNormalization':
        requireStatistics(node, graph)
        take(b, 'trainable', () => ones)
        take(c, 'trainable', () => zeros)
        take(node.inputs[3], 'statistic', () => zeros)
        take(node.inputs[4], 'statistic', () => ones)
        break
    }
    place++
  }
  return [...found.values()]
}

/** Kaiming normal by fan-out, as this room's own networks start. */
function kaiming(shape: Shape, group: number): Initial {
  const fanOut = elementCount(shape) / Math.max(1, shape[1] ?? 1) / Math.max(1, group)
  return { kind: 'normal', deviation: Math.sqrt(2 / Math.max(1, fanOut)) }
}

function linear(channels: number): Initial {
  return { kind: 'uniform', bound: 1 / Math.sqrt(Math.max(1, channels)) }
}

function requireStatistics(node: GraphNode, graph: Graph): void {
  for (const input of node.inputs.slice(3)) {
    if (graph.constants.get(input)?.type === 'float32') continue
    throw new AppError(
      'operator_unsupported',
      'Batch normalisation with statistics that are computed is not supported.',
      {
        details: { operator: node.type, node: node.name },
      },
    )
  }
}

/** The graph with a constant of its own for whatever an Identity copies, and for every batch normalisation's statistics:
 *  exporters keep equal values once, but training changes each by itself. */
export function separateWeights(graph: Graph): Graph {
  const constants = new Map(graph.constants)
  const taken = new Set<string>()
  const nodes = graph.nodes.flatMap((node) => {
    const copied = node.type === 'Identity' ? constants.get(node.inputs[0] ?? '') : undefined
    if (copied !== undefined) {
      constants.set(node.outputs[0] ?? '', copied)
      return []
    }
    if (node.type !== 'BatchNormalization') return [node]
    const inputs = node.inputs.map((input, index) => {
      const value = constants.get(input)
      if (index < 3 || value === undefined) return input
      let own = input
      for (let copy = 2; taken.has(own); copy++) own = `${input}.${copy}`
      constants.set(own, value)
      taken.add(own)
      return own
    })
    return [{ ...node, inputs }]
  })
  return { ...graph, constants, nodes }
}
