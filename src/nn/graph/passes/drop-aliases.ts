import type { Graph } from '../types.ts'

/** The graph without the Identity nodes that only give a computed value its name as an output: the value is computed
 *  under that name, and nothing is copied. */
export function dropAliases(graph: Graph): Graph {
  const outputs = new Set(graph.outputs.map((output) => output.name))
  const computed = new Set(graph.nodes.filter((node) => node.type !== 'Identity').flatMap((node) => node.outputs))
  const names = new Map<string, string>()
  const dropped = new Set<string>()
  for (const node of graph.nodes) {
    const [value = '', name = ''] = [node.inputs[0], node.outputs[0]]
    if (node.type !== 'Identity' || !outputs.has(name)) continue
    if (!computed.has(value) || outputs.has(value) || names.has(value)) continue
    names.set(value, name)
    dropped.add(node.name)
  }
  const renamed = (name: string) => names.get(name) ?? name
  const nodes = graph.nodes
    .filter((node) => !dropped.has(node.name))
    .map((node) => ({ ...node, inputs: node.inputs.map(renamed), outputs: node.outputs.map(renamed) }))
  return { ...graph, nodes }
}
