import type { Graph } from '../types.ts'

/** The graph without the nodes and constants that no output depends on. Inputs stay as they are declared. */
export function removeDeadNodes(graph: Graph): Graph {
  const needed = new Set(graph.outputs.map((output) => output.name))
  const nodes = graph.nodes.toReversed().filter((node) => {
    const alive = node.outputs.some((output) => needed.has(output))
    if (alive) for (const input of node.inputs) needed.add(input)
    return alive
  })
  const constants = new Map([...graph.constants].filter(([name]) => needed.has(name)))
  return { ...graph, nodes: nodes.reverse(), constants }
}
