import type { Graph } from '../graph/types.ts'
import type { Tensor } from '../tensor.ts'

/** A graph whose inner values are called by their place: each constant by that of its first use, each result by that of its
 *  node. Two graphs that differ only in the names made up for inner values come out equal; inputs, outputs, nodes and their
 *  attributes stay as they are. */
export function wiring(graph: Graph): Graph {
  const names = new Map([...graph.inputs, ...graph.outputs].map(({ name }) => [name, name]))
  const constants = new Map<string, Tensor>()
  const nodes = graph.nodes.map((node, place) => {
    for (const input of node.inputs) {
      const constant = graph.constants.get(input)
      if (constant === undefined) continue
      if (!names.has(input)) names.set(input, `constant ${constants.size}`)
      constants.set(names.get(input) as string, constant)
    }
    for (const [index, output] of node.outputs.entries())
      if (output !== '' && !names.has(output)) names.set(output, `result ${place} ${index}`)
    const renamed = (name: string) => (name === '' ? name : (names.get(name) ?? `undefined ${name}`))
    return { ...node, inputs: node.inputs.map(renamed), outputs: node.outputs.map(renamed) }
  })
  return { ...graph, constants, nodes }
}
