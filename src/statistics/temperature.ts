import { softmax } from '#numerics/softmax.ts'
import { requireSameLength } from './confusion.ts'

/** Temperatures that are looked at: outside them the data say only "as sure" or "as unsure as can be". */
const bounds = { least: 0.01, most: 100 }

/** Probability below which the logarithm is not taken further: a network's zero is a rounded one. */
const leastProbability = 1e-12

/** Temperature T at which softmax(logits / T) makes the grades likeliest (Guo 2017): above 1 where the model is too
 *  sure of itself. `logits`: n rows of k; logarithms of probabilities will do. Within 0.01 … 100; 1 where all logits
 *  of each row are equal, so that nothing depends on it; NaN of no case. Throws `AppError('length_mismatch')`. */
export function fitTemperature(truth: readonly number[], logits: readonly ArrayLike<number>[]): number {
  requireSameLength(truth, logits, 'The grades and the logits')
  if (truth.length === 0) return Number.NaN
  const rows = logits.map((row) => Array.from(row))
  if (rows.every((row) => row.every((value) => value === row[0]))) return 1
  /** Derivative of the mean surprise by 1/T. It grows with 1/T, the surprise being convex in it. */
  const slope = (inverse: number) =>
    rows.reduce((sum, row, index) => {
      const expected = softmax(row, 1 / inverse).reduce((mean, p, k) => mean + p * (row[k] as number), 0)
      return sum + expected - (row[truth[index] as number] as number)
    }, 0)
  let [low, high] = [1 / bounds.most, 1 / bounds.least]
  if (slope(low) >= 0) return bounds.most
  // With every prediction right, surer is likelier without end; the slope itself drowns in rounding there.
  const right = rows.every((row, index) => row[truth[index] as number] === Math.max(...row))
  if (right || slope(high) <= 0) return bounds.least
  // Until the middle is one of the ends: all 53 bits.
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (slope(middle) < 0) low = middle
    else high = middle
  }
  return 2 / (low + high)
}

/** Logits that a softmax turns back into these probabilities. */
export function logitsOf(probabilities: ArrayLike<number>): number[] {
  return Array.from(probabilities, (p) => Math.log(Math.max(p, leastProbability)))
}
