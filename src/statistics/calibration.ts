import { argMax } from '#shared/grades.ts'
import { requireSameLength } from './confusion.ts'

/** Expected calibration error of the predicted grade: the mean gap between confidence (largest probability) and accuracy
 *  over `bins` equal bins (low, high] of confidence, weighted by their cases (Guo 2017). 0 is perfect; NaN of no case.
 *  Throws `AppError('length_mismatch')`. */
export function expectedCalibrationError(
  truth: readonly number[],
  probabilities: readonly ArrayLike<number>[],
  bins = 15,
): number {
  requireSameLength(truth, probabilities, 'The grades and the probabilities')
  if (truth.length === 0) return Number.NaN
  const confidences = new Float64Array(bins)
  const correct = new Float64Array(bins)
  probabilities.forEach((row, index) => {
    const predicted = argMax(row)
    const confidence = row[predicted] as number
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))
    confidences[bin] = (confidences[bin] as number) + confidence
    correct[bin] = (correct[bin] as number) + (predicted === truth[index] ? 1 : 0)
  })
  // Each bin's |accuracy − confidence| times its share of cases is the gap of its sums over n.
  return confidences.reduce((sum, total, bin) => sum + Math.abs(total - (correct[bin] as number)), 0) / truth.length
}
