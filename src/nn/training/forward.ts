import { floatAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { copyNodes, type Rewrite, renamed } from '../graph/copy.ts'
import { type GraphNode, int, internalDomain } from '../graph/types.ts'
import type { Network } from '../network.ts'
import { oedemaOutput } from '../oedema-output.ts'
import { groupOf } from '../operators/convolution-shape.ts'
import type { Shape } from '../tensor.ts'
import { addBatchNorm, type StatisticPair } from './batch-norm.ts'

/** A mask input of a step: `share` of its values are 0, the rest 1/(1-share). */
export interface NoiseInput {
  readonly name: string
  readonly shape: Shape
  readonly share: number
}

export interface TrainingForward {
  readonly logits: string
  /** Logits of the oedema risks, where the network has them. */
  readonly oedema: string | undefined
  readonly noise: readonly NoiseInput[]
  readonly statistics: readonly StatisticPair[]
}

/** Writes a network's forward pass as training sees it: batch statistics, but where the running ones are among `frozen`,
 *  masks for dropout and stochastic depth, and SiLU as one operator. `names` leads from the network's inputs to the
 *  builder's values. */
export function addTrainingForward(
  builder: GraphBuilder,
  network: Network,
  names: Map<string, string>,
  frozen: ReadonlySet<string> = new Set(),
): TrainingForward {
  const noise: NoiseInput[] = []
  const statistics: StatisticPair[] = []
  const { auxiliaryShare = 0 } = network
  const silus = siluInputs(network.graph.nodes)
  const rewrite: Rewrite = (_, node, known) => {
    const inputs = () => renamed(node, known)
    const silu = silus.get(node)
    if (silu !== undefined) return [builder.op('Silu', [known.get(silu) as string], {}, internalDomain)]
    if (node.domain === internalDomain) return [masked(builder, node, inputs()[0] as string, noise)]
    if (node.type === 'Conv' && overOnePlace(builder, node, inputs())) return [asMatrixProduct(builder, inputs())]
    if (node.type === 'BatchNormalization')
      return [addBatchNorm(builder, node, { names: known, frozen, auxiliaryShare }, statistics)]
    return undefined
  }
  names.set('', '')
  for (const [name, tensor] of network.graph.constants)
    names.set(name, builder.constant(tensor, builder.freeName(name)))
  copyNodes(builder, network.graph.nodes, names, rewrite)
  return { logits: names.get('logits') as string, oedema: names.get(oedemaOutput), noise, statistics }
}

/** Products x·sigmoid(x), and the x of each. */
export function siluInputs(nodes: readonly GraphNode[]): ReadonlyMap<GraphNode, string> {
  const sigmoids = new Map(
    nodes.filter((node) => node.type === 'Sigmoid').map((node) => [node.outputs[0], node.inputs[0]]),
  )
  const found = new Map<GraphNode, string>()
  for (const node of nodes) {
    if (node.type !== 'Mul') continue
    const [a, b] = node.inputs as [string, string]
    if (sigmoids.get(b) === a) found.set(node, a)
    else if (sigmoids.get(a) === b) found.set(node, b)
  }
  return found
}

/** Whether a convolution is by 1x1 over an image of one place, as in squeeze-excitation. */
function overOnePlace(builder: GraphBuilder, node: GraphNode, inputs: readonly string[]): boolean {
  const [image, weight] = inputs.map((input) => builder.shapeOf(input))
  return [image, weight].every((shape) => shape?.[2] === 1 && shape[3] === 1) && groupOf(node) === 1
}

/** Such a convolution as a matrix product, which takes fewer nodes, and fewer still in its gradient. */
function asMatrixProduct(builder: GraphBuilder, inputs: readonly string[]): string {
  const [image, weight, bias] = inputs as [string, string, string?]
  const [count, channels] = builder.shapeOf(image) as [number, number]
  const outputs = builder.shapeOf(weight)[0] as number
  const rows = builder.op('Reshape', [image, builder.integers(count, channels)])
  const matrix = builder.op('Reshape', [weight, builder.integers(outputs, channels)])
  const product = builder.op('Gemm', [rows, matrix, ...(bias ? [bias] : [])], { transB: int(1) })
  return builder.op('Reshape', [product, builder.integers(count, outputs, 1, 1)])
}

function masked(builder: GraphBuilder, node: GraphNode, x: string, noise: NoiseInput[]): string {
  const share = floatAttribute(node, 'ratio', 0)
  const shape = builder.shapeOf(x)
  const branch = node.type === 'StochasticDepth'
  const name = `mask.${noise.length}`
  const maskShape = branch ? [shape[0] as number, ...shape.slice(1).map(() => 1)] : shape
  noise.push({ name, shape: maskShape, share })
  builder.input(name, { type: 'float32', shape: maskShape })
  if (!branch || shape.length !== 4) return builder.op('Mul', [x, name])
  const channels = builder.op('Expand', [name, builder.integers(shape[0] as number, shape[1] as number, 1, 1)])
  return builder.op('Mul', [x, channels])
}
