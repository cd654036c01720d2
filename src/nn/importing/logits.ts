import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { alias } from '../graph/copy.ts'
import { type Graph, int } from '../graph/types.ts'
import { type HeadKind, headKinds } from '../heads/head.ts'
import { findHead } from '../heads/registry.ts'
import type { Shape } from '../tensor.ts'
import { markedBatch } from './batch-size.ts'
import { columnsOf } from './outputs.ts'

/** How a foreign graph's outputs are read. */
export interface LogitOptions {
  /** What the logits mean; what as many of them can for so many classes, where not given. */
  readonly head?: HeadKind | undefined
  /** Classes that the logits tell apart; as many as there are logits, a class each, where not given. */
  readonly classes?: number | undefined
  /** Which output is which class: that of number k. As they come, where not given. */
  readonly order?: readonly number[] | undefined
  /** The outputs are probabilities that nothing in the graph tells as such: their logarithms are the logits. */
  readonly logarithm?: boolean | undefined
}

/** Declares the graph's output `logits` from a row of scores an image, and says what they mean. Throws
 *  `AppError('model_unreadable')` for what is no such row, or is read by no head. */
export function writeLogits(
  builder: GraphBuilder,
  scores: string,
  { head: asked, classes: wanted, order, logarithm }: LogitOptions,
): { readonly head: HeadKind; readonly classes: number } {
  const outputs = outputsOf(builder.shapeOf(scores))
  const classes = wanted ?? outputs
  const head = asked ?? (wanted === undefined ? 'softmax' : headOf(outputs, wanted))
  const own = findHead(head).logits(classes)
  if (outputs !== own) {
    throw new AppError(
      'model_unreadable',
      `The model's ${outputs} outputs do not tell ${classes} classes apart by ${head}, which has ${own}.`,
    )
  }
  const told = logarithm ? logarithmOf(builder, scores) : scores
  const sorted = order ? builder.op('Gather', [told, builder.integers(...order)], { axis: int(1) }) : told
  builder.output(alias(builder, sorted, 'logits'), ['n', outputs])
  return { head, classes }
}

/** Of the steps from grade to grade, "at least the lowest" says nothing, yet some files have it: the order that leaves it out. */
export function stepsAlone(graph: Graph, logits: string, { head, classes }: LogitOptions): number[] | undefined {
  if (head !== 'ordinal' || classes === undefined || columnsOf(graph, logits) !== classes) return undefined
  return Array.from({ length: classes - 1 }, (_, step) => step + 1)
}

/** What so many outputs mean for so many classes. Throws `AppError('model_unreadable')` where no head has them. */
function headOf(outputs: number, classes: number): HeadKind {
  const found = headKinds.find((kind) => findHead(kind).logits(classes) === outputs)
  if (found) return found
  throw new AppError(
    'model_unreadable',
    `The model gives ${outputs} classes; the ICDR scale has five. A model of a project gives five outputs (a grade each), four (the steps from grade to grade) or one (the grade itself).`,
  )
}

/** Of probabilities, none of them below what single precision tells from 0. */
function logarithmOf(builder: GraphBuilder, probabilities: string): string {
  return builder.op('Log', [builder.op('Clip', [probabilities, builder.scalar(1e-7)])])
}

function outputsOf([batch, outputs, ...others]: Shape): number {
  if (batch === undefined || outputs === undefined || outputs < 1 || others.length > 0) {
    throw new AppError('model_unreadable', 'The model does not give one row of class scores an image.')
  }
  if (batch !== markedBatch) {
    const why = 'The number of rows that the model gives does not follow the number of images'
    throw new AppError('model_unreadable', `${why}; export it with a free batch.`)
  }
  return outputs
}
