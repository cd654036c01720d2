import { intsAttribute } from '../graph/attributes.ts'
import { type Graph, type GraphNode, ints } from '../graph/types.ts'
import { inFront, node } from './in-front.ts'

/** Axes of a picture with its channels last, from one with them first, and back. */
const toLast = [0, 2, 3, 1]
const toFirst = [0, 3, 1, 2]

/** A graph that takes its image as [n,3,h,w], from one that takes it as [n,h,w,3], as Keras has it: a transpose goes in front,
 *  or where the graph begins with the opposite one, that falls away. The same graph where its channels come first. */
export function channelsFirst(graph: Graph): Graph {
  const [image, ...others] = graph.inputs
  if (image === undefined || !isChannelsLast(graph)) return graph
  const [batch = null, height = null, width = null, channels = null] = image.shape
  const undone = graph.nodes.filter((one) => turnsBack(one, image.name)).flatMap(({ outputs }) => outputs)
  const first = { ...graph, inputs: [{ ...image, shape: [batch, channels, height, width] }, ...others] }
  const nodes = first.nodes.flatMap((one) =>
    turnsBack(one, image.name)
      ? []
      : [{ ...one, inputs: one.inputs.map((input) => (undone.includes(input) ? image.name : input)) }],
  )
  if (!first.nodes.some((one) => one.inputs.includes(image.name) && !turnsBack(one, image.name))) {
    return { ...first, nodes }
  }
  return inFront(first, (name, free) => ({
    constants: [],
    nodes: [node('Transpose', [name], free('image.channels-last'), { perm: ints(toLast) })],
  }))
}

/** By what the file declares; where it declares neither, by whether the image is turned first of all. */
function isChannelsLast({ inputs, nodes }: Graph): boolean {
  const [image] = inputs
  if (image?.shape.length !== 4) return false
  const [, second, , last] = image.shape
  if (typeof second === 'number' && typeof last === 'number') return last === 3 && second !== 3
  if (typeof second === 'number') return false
  const users = nodes.filter((one) => one.inputs.includes(image.name))
  return last === 3 || (users.length > 0 && users.every((one) => turnsBack(one, image.name)))
}

function turnsBack(one: GraphNode, image: string): boolean {
  return one.type === 'Transpose' && one.inputs[0] === image && intsAttribute(one, 'perm')?.join() === toFirst.join()
}
