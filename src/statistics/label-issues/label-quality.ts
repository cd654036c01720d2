import type { LabelledSet } from './labelled-set.ts'
import { quickLog } from './quick-log.ts'

/** Least value that is divided by. */
const least = 1e-6

/** How good each label looks, by three scores of which less is worse (Northcutt 2021; Kuan and Mueller 2022). */
export interface LabelQuality {
  /** Probability of the label. */
  readonly selfConfidence: Float64Array
  /** (Probability of the label less the largest other one + 1) / 2. */
  readonly normalizedMargin: Float64Array
  /** log(e + 1) / e, where e is the entropy of the row, as a share of the largest possible, over self-confidence. */
  readonly confidenceWeightedEntropy: Float64Array
}

/** The scores of every label, each 0 to 1. */
export function labelQuality({ n, classes, labels, probabilities }: LabelledSet): LabelQuality {
  const selfConfidence = new Float64Array(n)
  const normalizedMargin = new Float64Array(n)
  const confidenceWeightedEntropy = new Float64Array(n)
  const largestEntropy = Math.log(classes)
  for (let row = 0; row < n; row++) {
    const [start, end] = [row * classes, (row + 1) * classes]
    const own = start + (labels[row] as number)
    // The label is stepped over, not asked for at every class: no processor foresees the answer.
    let other = Number.NEGATIVE_INFINITY
    for (let at = start; at < own; at++) other = Math.max(other, probabilities[at] as number)
    for (let at = own + 1; at < end; at++) other = Math.max(other, probabilities[at] as number)
    let entropy = 0
    for (let at = start; at < end; at++) {
      const p = probabilities[at] as number
      if (p > 0) entropy -= p * quickLog(p)
    }
    const confidence = probabilities[own] as number
    selfConfidence[row] = confidence
    normalizedMargin[row] = (confidence - other + 1) / 2
    const weighted = entropy / largestEntropy / Math.max(least, confidence)
    confidenceWeightedEntropy[row] = quickLog(weighted + 1) / Math.max(least, weighted)
  }
  return { selfConfidence, normalizedMargin, confidenceWeightedEntropy }
}
