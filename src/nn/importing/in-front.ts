import type { Attributes, Graph, GraphNode } from '../graph/types.ts'
import type { FloatTensor } from '../tensor.ts'

interface Front {
  readonly constants: readonly (readonly [string, FloatTensor])[]
  /** The last of them gives what the graph takes for its image. */
  readonly nodes: readonly GraphNode[]
}

/** A graph with a layer before everything that takes its image. */
export function inFront(graph: Graph, frontOf: (image: string, free: (name: string) => string) => Front): Graph {
  const image = graph.inputs[0]?.name
  if (image === undefined) return graph
  const taken = new Set([...graph.constants.keys(), ...graph.nodes.flatMap(({ outputs }) => outputs), image])
  const free = (name: string): string => (taken.has(name) ? free(`${name}.`) : name)
  const { constants, nodes } = frontOf(image, free)
  const changed = nodes.at(-1)?.outputs[0] ?? image
  const rest = graph.nodes.map((one) => ({
    ...one,
    inputs: one.inputs.map((input) => (input === image ? changed : input)),
  }))
  return { ...graph, constants: new Map([...graph.constants, ...constants]), nodes: [...nodes, ...rest] }
}

export function node(type: string, inputs: readonly string[], output: string, attributes: Attributes = {}): GraphNode {
  return { name: output, type, domain: '', attributes, inputs, outputs: [output] }
}
