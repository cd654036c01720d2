import { AppError } from '#shared/errors.ts'
import { intAttribute } from '../graph/attributes.ts'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import type { Graph, GraphNode, ValueInfo } from '../graph/types.ts'
import type { HeadKind } from '../heads/head.ts'

/** Where a foreign graph takes its image and gives its logits. */
export interface ForeignPort {
  readonly image: string
  readonly logits: string
  /** Side of the square input, pixels. */
  readonly size: number
  /** The batch it was exported for, where that is fixed. */
  readonly batch: number | undefined
}

interface PartOptions {
  /** Takes the place of the size that the file declares. */
  readonly size?: number | undefined
  /** Outputs called so stay. */
  readonly besides?: readonly string[]
  /** What the outputs are said to mean. */
  readonly head?: HeadKind | undefined
}

/** A graph without what does not lead to its logits: other outputs, and the softmax that some files end in. Throws
 *  `AppError('model_unreadable')` for what takes anything but one square RGB image. */
export function classifierPart(
  graph: Graph,
  { size, besides = [], head }: PartOptions = {},
): { readonly graph: Graph; readonly port: ForeignPort } {
  const [image, ...others] = graph.inputs
  const [scores] = graph.outputs
  if (image?.shape.length !== 4 || others.length > 0 || image.type !== 'float32' || !isRgb(image.shape[1])) {
    const taken = graph.inputs.map(described).join(' and ')
    throw new AppError(
      'model_unreadable',
      `The model does not take one RGB image in floating point: it takes ${taken || 'nothing'}.`,
    )
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
  const logits = beforeSoftmax(graph.nodes, scores.name, head)
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

function described({ name, type, shape }: ValueInfo): string {
  return `${name} [${shape.map((size) => size ?? '?').join(', ')}] of ${type}`
}

/** Probabilities and their logarithms rank as logits do, but training wants what they are made of. Behind a Sigmoid may lie
 *  a class each or the steps between grades, which the file does not tell. */
function beforeSoftmax(nodes: readonly GraphNode[], output: string, head: HeadKind | undefined): string {
  const producer = nodes.find((node) => node.outputs[0] === output)
  const [input] = producer?.inputs ?? []
  if (producer?.type === 'Sigmoid' && (head === undefined || head === 'regression')) {
    throw new AppError(
      'model_unreadable',
      'The model ends in a Sigmoid: each output is a probability of its own, and not that of one class among others. Give the head: ordinal where its outputs are the steps from grade to grade, softmax where they are a class each; a single one is exported without the Sigmoid, as the grade itself.',
    )
  }
  if (producer === undefined || input === undefined) return output
  const softmax =
    ['Softmax', 'LogSoftmax'].includes(producer.type) && Math.abs(intAttribute(producer, 'axis', -1)) === 1
  const passes = softmax || ['Identity', 'Cast', 'Sigmoid'].includes(producer.type)
  return passes ? beforeSoftmax(nodes, input, head) : output
}
