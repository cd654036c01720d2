import type { Graph, GraphNode, ValueInfo } from './graph/types.ts'

/** What a classifier's file makes of a photograph just before its scores. */
export interface LastFeatures {
  /** Value of the graph, [n,width]. */
  readonly name: string
  readonly width: number
}

/** What the last layer of `logits` takes, where that is one product with weights of the file, or such a product and a bias;
 *  undefined elsewhere, such as in an ensemble's file. */
export function lastFeatures(graph: Graph, logits: string): LastFeatures | undefined {
  const made = (value: string | undefined): GraphNode | undefined => {
    const node = graph.nodes.find(({ outputs }) => value !== undefined && outputs[0] === value)
    return node?.type === 'Identity' ? made(node.inputs[0]) : node
  }
  const last = made(logits)
  const product = last?.type === 'Add' ? made(last.inputs.find((input) => !graph.constants.has(input))) : last
  if (product?.type !== 'Gemm' && product?.type !== 'MatMul') return undefined
  const [name, weights] = product.inputs
  const shape = graph.constants.get(weights ?? '')?.shape
  if (name === undefined || shape?.length !== 2 || isTurned(product, 'transA')) return undefined
  const width = shape[isTurned(product, 'transB') ? 1 : 0]
  return width === undefined ? undefined : { name, width }
}

/** The graph with them as one more output. */
export function withFeatures(graph: Graph, { name, width }: LastFeatures): Graph {
  const described: ValueInfo = { name, type: 'float32', shape: ['n', width] }
  return { ...graph, outputs: [...graph.outputs, described] }
}

function isTurned({ attributes }: GraphNode, attribute: 'transA' | 'transB'): boolean {
  const turned = attributes[attribute]
  return turned?.kind === 'int' && turned.value === 1
}
