import { AppError } from '#shared/errors.ts'
import { intAttribute } from '../graph/attributes.ts'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import type { Graph, GraphNode } from '../graph/types.ts'

/** Where a foreign graph takes its image and gives its logits. */
export interface ForeignPort {
  readonly image: string
  readonly logits: string
  /** Side of the square input, pixels. */
  readonly size: number
  /** The batch it was exported for, where that is fixed. */
  readonly batch: number | undefined
}

/** A graph without what does not lead to its logits: other outputs, and the softmax that some files end in.
 *  `size` takes the place of the size that the file declares, and outputs called as in `besides` stay. Throws `AppError('model_unreadable')` for what takes
 *  anything but one square RGB image. */
export function classifierPart(
  graph: Graph,
  size?: number,
  besides: readonly string[] = [],
): { readonly graph: Graph; readonly port: ForeignPort } {
  const [image, ...others] = graph.inputs
  const [scores] = graph.outputs
  if (image?.shape.length !== 4 || others.length > 0 || image.type !== 'float32' || !isRgb(image.shape[1])) {
    throw new AppError('model_unreadable', 'The model does not take one RGB image in float32.')
  }
  if (scores === undefined) throw new AppError('model_unreadable', 'The model gives nothing.')
  const [batch, , height, width] = image.shape
  const side = size ?? (typeof height === 'number' ? height : width)
  if (typeof side !== 'number') {
    throw new AppError('model_unreadable', 'The model does not say what size of image it takes; give the size.')
  }
  if (!(side > 0) || [height, width].some((one) => size === undefined && typeof one === 'number' && one !== side)) {
    throw new AppError('model_unreadable', `The model takes images of ${width}×${height} pixels and not square ones.`)
  }
  const logits = beforeSoftmax(graph.nodes, scores.name)
  return {
    graph: removeDeadNodes({
      ...graph,
      outputs: [{ ...scores, name: logits }, ...graph.outputs.slice(1).filter(({ name }) => besides.includes(name))],
    }),
    port: { image: image.name, logits, size: side, batch: typeof batch === 'number' ? batch : undefined },
  }
}

function isRgb(channels: number | string | null | undefined): boolean {
  return channels === 3 || typeof channels !== 'number'
}

/** Probabilities and their logarithms rank as logits do, but training wants what they are made of. Behind a Sigmoid may lie
 *  a class each or the steps between grades, which the file does not tell. */
function beforeSoftmax(nodes: readonly GraphNode[], output: string): string {
  const producer = nodes.find((node) => node.outputs[0] === output)
  const [input] = producer?.inputs ?? []
  if (producer?.type === 'Sigmoid') {
    throw new AppError(
      'model_unreadable',
      'The model ends in a Sigmoid: each output is a probability of its own, and not that of one class among others. If its outputs are a class each, export it without the Sigmoid.',
    )
  }
  if (producer === undefined || input === undefined) return output
  const softmax =
    ['Softmax', 'LogSoftmax'].includes(producer.type) && Math.abs(intAttribute(producer, 'axis', -1)) === 1
  return softmax || producer.type === 'Identity' ? beforeSoftmax(nodes, input) : output
}
