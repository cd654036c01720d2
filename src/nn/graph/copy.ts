import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import type { Shape } from '../tensor.ts'
import { GraphBuilder } from './builder.ts'
import type { Graph, GraphNode, ValueInfo } from './types.ts'

/** Writes one node of a graph being copied; `names` leads from the old graph's values to the new one's. Gives the new
 *  names of the node's outputs, or undefined to have the node copied as it is. */
export type Rewrite = (
  builder: GraphBuilder,
  node: GraphNode,
  names: ReadonlyMap<string, string>,
) => readonly string[] | undefined

export interface CopyOptions {
  /** Concrete sizes for the named or unknown dimensions of inputs; 1 where not given. */
  readonly dimensions?: ReadonlyMap<string, number>
  readonly rewrite?: Rewrite
}

/** The concrete shape of an input, with free dimensions bound. */
export function boundShape(info: ValueInfo, dimensions: ReadonlyMap<string, number> = new Map()): Shape {
  return info.shape.map((dimension) =>
    typeof dimension === 'number' ? dimension : (dimensions.get(dimension ?? '') ?? 1),
  )
}

/** Declares a graph's inputs and constants in a builder and copies its nodes, each through `rewrite` where given.
 *  The result leads from the graph's values to the builder's. Output declarations are left to the caller. */
export function copyInto(builder: GraphBuilder, graph: Graph, options: CopyOptions = {}): Map<string, string> {
  const names = new Map<string, string>([['', '']])
  for (const input of graph.inputs) {
    if (graph.constants.has(input.name)) continue
    const type = { type: input.type, shape: boundShape(input, options.dimensions) }
    names.set(input.name, builder.input(input.name, type, input.shape))
  }
  for (const [name, tensor] of graph.constants) names.set(name, builder.constant(tensor, name))
  copyNodes(builder, graph.nodes, names, options.rewrite)
  return names
}

/** Copies nodes whose inputs `names` already leads to, and adds their outputs to it. */
export function copyNodes(
  builder: GraphBuilder,
  nodes: readonly GraphNode[],
  names: Map<string, string>,
  rewrite?: Rewrite,
): void {
  for (const node of nodes) {
    const written = rewrite?.(builder, node, names) ?? copyNode(builder, node, names)
    for (const [index, output] of node.outputs.entries()) {
      const name = written[index]
      if (output !== '' && name !== undefined) names.set(output, name)
    }
  }
}

/** Names of a node's inputs in the new graph. Throws `AppError('model_unreadable')` for one that nothing defines. */
export function renamed(node: GraphNode, names: ReadonlyMap<string, string>): readonly string[] {
  return node.inputs.map((input) => {
    const name = names.get(input)
    if (name === undefined) {
      throw new AppError(
        'model_unreadable',
        `${node.type} node ${node.name} uses ${input}, which nothing before it defines.`,
      )
    }
    return name
  })
}

function copyNode(builder: GraphBuilder, node: GraphNode, names: ReadonlyMap<string, string>): readonly string[] {
  return builder.node(node.type, renamed(node, names), {
    name: node.name,
    domain: node.domain,
    attributes: node.attributes,
    outputs: node.outputs.map((output) => builder.freeName(output)),
  })
}

/** A new graph with every node put through `rewrite`; same inputs and outputs. */
export function rewriteGraph(graph: Graph, rewrite: Rewrite, dimensions?: ReadonlyMap<string, number>): Graph {
  const builder = new GraphBuilder(graph.name, graph.opset)
  const names = copyInto(builder, graph, { rewrite, ...(dimensions === undefined ? {} : { dimensions }) })
  for (const output of graph.outputs) {
    const name = names.get(output.name)
    if (name === undefined)
      throw new AppError('model_unreadable', `Nothing defines the output ${shortened(output.name)}.`)
    builder.output(alias(builder, name, output.name), output.shape)
  }
  return builder.build()
}

/** Gives a value a second name, unless it bears that name already. */
export function alias(builder: GraphBuilder, value: string, name: string): string {
  return value === name ? name : (builder.node('Identity', [value], { outputs: [name] })[0] as string)
}
