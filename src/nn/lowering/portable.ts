import { renamed, rewriteGraph } from '../graph/copy.ts'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import { dropAliases } from '../graph/passes/drop-aliases.ts'
import { type Graph, internalDomain } from '../graph/types.ts'
import { findOperator } from '../operators/registry.ts'

/** Writes every internal operator as plain ONNX, for any device. */
export function lowerPortable(graph: Graph): Graph {
  return dropAliases(
    removeDeadNodes(
      rewriteGraph(graph, (builder, node, names) => {
        if (node.domain !== internalDomain) return undefined
        const inputs = renamed(node, names)
        return findOperator(node.type, node.domain).lower?.(builder, { ...node, inputs })
      }),
    ),
  )
}
