import type { GraphBuilder } from '../graph/builder.ts'
import type { LossOptions } from '../training/losses/loss.ts'

export const headKinds = ['softmax', 'ordinal', 'regression'] as const
export type HeadKind = (typeof headKinds)[number]

/** Where a regression's output passes from one grade to the next, and how wide it scatters around the true grade. */
export interface Thresholds {
  /** classes-1 of them, ascending, in grades. */
  readonly cuts: readonly number[]
  /** Standard deviation of the scatter, in grades. */
  readonly noise: number
}

/** The mean of the predicted grade, and of its square; values [n,1] of a graph. */
export interface GradeMoments {
  readonly mean: string
  readonly meanSquare: string
}

/** What a network's logits mean. */
export interface Head {
  readonly kind: HeadKind
  /** Losses it can be trained with, the usual one first. */
  readonly losses: readonly LossOptions['kind'][]
  /** How many logits tell that many classes apart. */
  logits(classes: number): number
  /** Probabilities [n,classes] from logits [n,logits(classes)], row after row. The largest is the grade predicted. */
  probabilities(logits: Float32Array, classes: number, thresholds: Thresholds): Float32Array
  /** Weights of the logits whose sum speaks for a class: what a heat map of that grade differentiates. */
  evidence(grade: number, classes: number): readonly number[]
  /** Writes the moments that losses by distance between grades are made of. */
  addMoments(builder: GraphBuilder, logits: string, classes: number): GradeMoments
}
