import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../../graph/builder.ts'
import type { HeadKind } from '../../heads/head.ts'
import { findHead } from '../../heads/registry.ts'
import { addCrossEntropy } from './cross-entropy.ts'
import { addMeanSquared } from './mean-squared.ts'
import { addOrdinal } from './ordinal.ts'
import { addQuadraticKappa } from './quadratic-kappa.ts'
import { preparedTarget } from './target.ts'

export interface LossOptions {
  readonly kind: 'cross-entropy' | 'ordinal' | 'mean-squared' | 'quadratic-kappa'
  /** Share of every target that is spread over all classes. */
  readonly labelSmoothing: number
  /** What a photograph of each class counts for; 1, where not given. */
  readonly classWeights?: readonly number[] | undefined
  /** What the logits mean: softmax's, where not given. */
  readonly head?: HeadKind | undefined
}

export const defaultLoss: LossOptions = { kind: 'cross-entropy', labelSmoothing: 0 }

/** The loss that a network of that head is trained with unless another is asked for. */
export function usualLoss(head: HeadKind): LossOptions {
  return { kind: findHead(head).losses[0] ?? defaultLoss.kind, labelSmoothing: 0, head }
}

/** The loss of logits against soft targets [n,classes], a scalar. A row that sums to w counts w times. Throws
 *  `AppError('usage')` for a loss that the head cannot be trained with, and for weights and shares that make no sense. */
export function addLoss(builder: GraphBuilder, logits: string, target: string, options: LossOptions): string {
  const head = findHead(options.head ?? 'softmax')
  const [outputs, classes] = [logits, target].map((value) => builder.shapeOf(value)[1]) as [number, number]
  if (!head.losses.includes(options.kind)) {
    throw new AppError(
      'usage',
      `The loss ${options.kind} is none for the head ${head.kind}; there are ${head.losses.join(', ')}.`,
    )
  }
  if (head.logits(classes) !== outputs) {
    throw new AppError('usage', `${outputs} logits are not those of ${classes} classes by the head ${head.kind}.`)
  }
  const prepared = preparedTarget(builder, target, options)
  switch (options.kind) {
    case 'cross-entropy':
      return addCrossEntropy(builder, logits, prepared)
    case 'ordinal':
      return addOrdinal(builder, logits, prepared)
    case 'mean-squared':
      return addMeanSquared(builder, head.addMoments(builder, logits, classes), prepared)
    case 'quadratic-kappa':
      return addQuadraticKappa(builder, head.addMoments(builder, logits, classes), prepared)
  }
}
