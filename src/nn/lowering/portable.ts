import { renamed, rewriteGraph } from '../graph/copy.ts'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import { dropAliases } from '../graph/passes/drop-aliases.ts'
import { type Graph, type GraphNode, internalDomain } from '../graph/types.ts'
import { findOperator } from '../operators/registry.ts'

/** Writes every internal operator as plain ONNX, for any device. */
export function lowerPortable(graph: Graph): Graph {
  return lowered(graph, ({ domain }) => domain === internalDomain)
}

/** Writes every operator that has a lowering by others, for what has kernels of the others alone; a graph without such
 *  operators is given back as it is. Throws `AppError('operator_unsupported')` for one that nobody knows. */
export function lowerAll(graph: Graph): Graph {
  const has = ({ type, domain }: GraphNode) => findOperator(type, domain).lower !== undefined
  return graph.nodes.some(has) ? lowered(graph, has) : graph
}

function lowered(graph: Graph, wanted: (node: GraphNode) => boolean): Graph {
  return dropAliases(
    removeDeadNodes(
      rewriteGraph(graph, (builder, node, names) => {
        if (!wanted(node)) return undefined
        const inputs = renamed(node, names)
        return findOperator(node.type, node.domain).lower?.(builder, { ...node, inputs })
      }),
    ),
  )
}
