import { argMax } from '#numerics/arg-max.ts'
import { requireSameLength } from './confusion.ts'

/** The cases whose confidence lies in (from, to]: how sure the model was of them, and how often it was right. */
export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly n: number
  /** Mean confidence of the cases, 0 to 1. */
  readonly confidence: number
  /** Share of the cases that came true. */
  readonly accuracy: number
}

/** Reliability diagram: what came true beside what was promised, in `bins` equal bins of confidence; empty bins are
 *  left out, and 0 belongs to the first. Throws `AppError('length_mismatch')`. */
export function reliability(cameTrue: readonly boolean[], confidences: readonly number[], bins = 15): ReliabilityBin[] {
  requireSameLength(cameTrue, confidences, 'The outcomes and the confidences')
  // k·(1/bins) and not k/bins: the edges of NumPy's linspace, so that a confidence on an edge falls as it does there.
  const edges = Array.from({ length: bins + 1 }, (_, index) => (index === bins ? 1 : index * (1 / bins)))
  const found = edges.slice(1).map(() => ({ n: 0, confidence: 0, correct: 0 }))
  confidences.forEach((confidence, index) => {
    const bin = edges.findIndex((edge, place) => place > 0 && confidence <= edge) - 1
    const sums = found[bin < 0 ? bins - 1 : bin]
    if (!sums) return
    sums.n += 1
    sums.confidence += confidence
    sums.correct += cameTrue[index] ? 1 : 0
  })
  return found.flatMap(({ n, confidence, correct }, bin) =>
    n > 0
      ? [
          {
            from: edges[bin] as number,
            to: edges[bin + 1] as number,
            n,
            confidence: confidence / n,
            accuracy: correct / n,
          },
        ]
      : [],
  )
}

/** Reliability of the predicted grade, whose confidence is the largest probability. `probabilities`: n rows of k. */
export function gradeReliability(
  truth: readonly number[],
  probabilities: readonly ArrayLike<number>[],
  bins = 15,
): ReliabilityBin[] {
  requireSameLength(truth, probabilities, 'The grades and the probabilities')
  const predicted = probabilities.map((row) => argMax(row))
  return reliability(
    predicted.map((grade, index) => grade === truth[index]),
    predicted.map((grade, index) => probabilities[index]?.[grade] as number),
    bins,
  )
}

/** Expected calibration error: the mean gap between confidence and accuracy of the bins, weighted by their cases
 *  (Guo 2017). 0 is perfect; NaN of no case. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { n }) => sum + n, 0)
  return bins.reduce((sum, { n, confidence, accuracy }) => sum + n * Math.abs(accuracy - confidence), 0) / total
}
