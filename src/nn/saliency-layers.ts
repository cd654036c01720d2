import type { GraphBuilder } from './graph/builder.ts'
import type { GraphNode } from './graph/types.ts'

/** A value of the graph that a heat map can be drawn from: what the activation after a convolution, or after several
 *  joined, gives. */
export interface SaliencyLayer {
  /** Of the module whose weights made it last, as PyTorch names it, or of the block that it ends; else the value's. */
  readonly name: string
  /** Its name in the graph. */
  readonly value: string
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** Operators that belong to the convolution before them. */
const followers = new Set([
  'BatchNormalization',
  'Relu',
  'LeakyRelu',
  'Clip',
  'HardSwish',
  'Tanh',
  'Silu',
  'QuickGelu',
  'Dropout',
  'Identity',
])

/** Operators that join the maps of several convolutions: where an activation follows, as in a residual or densely connected
 *  network, only that sees the whole. */
const joins = new Set(['Add', 'Concat'])

/** The values that one may explain by, from the first to the last: each convolution over a picture, or several joined,
 *  followed through normalisation and activation. */
export function saliencyLayers(builder: GraphBuilder): readonly SaliencyLayer[] {
  const consumers = new Map<string, GraphNode[]>()
  for (const node of builder.nodes) {
    for (const input of new Set(node.inputs)) consumers.set(input, [...(consumers.get(input) ?? []), node])
  }
  const producers = new Map(builder.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)))
  const found = new Map<string, SaliencyLayer>()
  const names = new Set<string>()
  for (const node of builder.nodes) {
    if (node.type !== 'Conv' && !joins.has(node.type)) continue
    const [output = ''] = node.outputs
    const value = activationOf(output, consumers)
    if (builder.shapeOf(value).length !== 4 || (node.type !== 'Conv' && value === output)) continue
    const [, channels, height, width] = builder.shapeOf(value) as [number, number, number, number]
    if (height * width === 1 || found.has(value)) continue
    const module = moduleOf(value, producers)
    const name = [module, module?.replace(/\.[^.]*$/, '')].find((one) => one && !names.has(one)) ?? value
    names.add(name)
    found.set(value, { name, value, channels, height, width })
  }
  return [...found.values()]
}

/** The module of the nearest weights on the way back from the value, the first of those that are equally near. */
function moduleOf(value: string, producers: ReadonlyMap<string, GraphNode>): string | undefined {
  const way = [value]
  for (const one of way) {
    const { inputs = [] } = producers.get(one) ?? {}
    const weights = inputs.find((input) => input.endsWith('.weight'))
    if (weights !== undefined) return weights.slice(0, -'.weight'.length)
    for (const input of inputs) if (!way.includes(input)) way.push(input)
  }
  return undefined
}

function activationOf(value: string, consumers: ReadonlyMap<string, readonly GraphNode[]>): string {
  const next = consumers.get(value) ?? []
  const [only] = next
  if (next.length === 1 && only !== undefined && followers.has(only.type))
    return activationOf(only.outputs[0] ?? '', consumers)
  const sigmoid = next.find((node) => node.type === 'Sigmoid')
  const product = next.find((node) => node.type === 'Mul' && node.inputs.includes(sigmoid?.outputs[0] ?? ''))
  return next.length === 2 && product !== undefined ? activationOf(product.outputs[0] ?? '', consumers) : value
}
