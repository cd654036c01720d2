import { AppError } from '#shared/errors.ts'
import { mainName } from './auxiliary.ts'
import { GraphBuilder } from './graph/builder.ts'
import { copyInto } from './graph/copy.ts'
import { removeDeadNodes } from './graph/passes/dead-nodes.ts'
import { type Graph, type GraphNode, internalDomain, type ValueInfo } from './graph/types.ts'
import type { Network } from './network.ts'
import type { Shape } from './tensor.ts'

/** A network in two: what gives features of a photograph, and the head that grades them. Each has its own of the
 *  network's parameters, under their names. */
export interface HeadSplit {
  /** Gives the features alone, as the value of that name, [n,...shape]. */
  readonly backbone: Network
  readonly features: string
  /** Of one photograph: the pooled last map, in most networks. */
  readonly shape: Shape
  /** What the parameters of the group `head` make of features, which it takes as its `image`. Dropout just before them is
   *  the head's; auxiliary batch normalisations are left out. */
  readonly head: Network
}

/** Throws `AppError('operator_unsupported')` where the head takes more of the network than one value. */
export function splitHead(network: Network): HeadSplit {
  const { graph, parameters } = network
  const own = new Set(parameters.flatMap(({ name, group }) => (group === 'head' ? [name] : [])))
  const { nodes, taken } = headNodes(graph, own)
  const [features, ...others] = taken
  if (features === undefined || others.length > 0 || features === 'image') {
    throw new AppError(
      'operator_unsupported',
      `The head of the network ${network.architecture} does not follow one set of features, so it cannot be fitted alone.`,
    )
  }
  const builder = new GraphBuilder(graph.name, graph.opset)
  const names = copyInto(builder, graph)
  const shape = builder.shapeOf(names.get(features) ?? '').slice(1)
  const described = (name: string): ValueInfo => ({ name, type: 'float32', shape: ['n', ...shape] })
  const part = (mine: boolean, rest: Pick<Graph, 'nodes' | 'outputs'>, image: readonly ValueInfo[]): Network => {
    const inputs = graph.inputs.filter(({ name }) => name !== 'image' && own.has(name) === mine)
    return {
      ...network,
      ...(mine && { auxiliaryShare: 0 }),
      parameters: parameters.filter(({ name }) => own.has(name) === mine && !(mine && mainName(name) !== name)),
      graph: removeDeadNodes({ ...graph, inputs: [...image, ...inputs], ...rest }),
    }
  }
  const before = graph.nodes.filter((node) => !nodes.has(node))
  const after = [...nodes].map((node) => ({
    ...node,
    inputs: node.inputs.map((input) => (input === features ? 'image' : input)),
  }))
  return {
    ...{ features, shape },
    backbone: part(
      false,
      { nodes: before, outputs: [described(features)] },
      graph.inputs.filter(({ name }) => name === 'image'),
    ),
    head: part(true, { nodes: after, outputs: graph.outputs }, [described('image')]),
  }
}

/** The nodes that the head's parameters reach, in order, and what they take of those before them. */
function headNodes(graph: Graph, own: ReadonlySet<string>): { nodes: Set<GraphNode>; taken: readonly string[] } {
  const reached = new Set(own)
  const made = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)))
  const found = new Set<GraphNode>()
  for (const node of graph.nodes) {
    if (!node.inputs.some((input) => reached.has(input))) continue
    found.add(node)
    for (const output of node.outputs) reached.add(output)
  }
  const taken = () => {
    const inputs = [...found].flatMap((node) => node.inputs)
    return [...new Set(inputs)].filter((name) => name !== '' && !reached.has(name) && !graph.constants.has(name))
  }
  for (;;) {
    const noise = taken()
      .flatMap((name) => made.get(name) ?? [])
      .filter(({ domain }) => domain === internalDomain)
    if (noise.length === 0) break
    for (const node of noise) {
      found.add(node)
      for (const output of node.outputs) reached.add(output)
    }
  }
  return { nodes: new Set(graph.nodes.filter((node) => found.has(node))), taken: taken() }
}
