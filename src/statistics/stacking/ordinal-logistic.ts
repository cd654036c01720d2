import { z } from 'zod'
import { type Convex, minimise } from './newton.ts'

export const ordinalLogisticOptions = z.strictObject({
  by: z.literal('logistic'),
  /** Half of it times the squared length of the weights is added to the surprise. */
  l2: z.number().positive().default(1),
})

/** P(grade ≤ k) = σ(cut k - weights·features). */
export const ordinalLogisticSchema = z.object({
  by: z.literal('logistic'),
  weights: z.array(z.number()),
  /** Ascending, one fewer than classes. */
  cuts: z.array(z.number()),
})
export type OrdinalLogistic = z.infer<typeof ordinalLogisticSchema>

/** Ordinal logistic regression with proportional odds (McCullagh 1980): Σ -log P(target) + l2/2·|weights|² at its only
 *  optimum. `features`: n rows of d; `targets`: n of 0 … classes-1, every class present. */
export function fitOrdinalLogistic(
  features: readonly (readonly number[])[],
  targets: readonly number[],
  classes: number,
  { l2 }: z.infer<typeof ordinalLogisticOptions>,
): OrdinalLogistic {
  const width = features[0]?.length ?? 0
  const start = new Float64Array(width + classes - 1)
  // Without weights, the cuts at the classes' shares are the optimum.
  for (let cut = 0; cut < classes - 1; cut++) {
    const below = targets.filter((target) => target <= cut).length
    start[width + cut] = Math.log(below / (targets.length - below))
  }
  const found = Array.from(minimise(surprise(features, targets, { classes, l2, width }), start))
  return { by: 'logistic', weights: found.slice(0, width), cuts: found.slice(width) }
}

/** Probabilities of the classes for one row of features. */
export function ordinalLogisticRow({ weights, cuts }: OrdinalLogistic, row: readonly number[]): number[] {
  const score = weights.reduce((sum, weight, k) => sum + weight * (row[k] as number), 0)
  const bounds = [Number.NEGATIVE_INFINITY, ...cuts, Number.POSITIVE_INFINITY]
  return bounds.slice(1).map((upper, k) => between((bounds[k] as number) - score, upper - score))
}

/** σ(upper) - σ(lower), without cancellation where both are near 1. */
function between(lower: number, upper: number): number {
  return lower > 0 ? logistic(-lower) - logistic(-upper) : logistic(upper) - logistic(lower)
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

interface Problem {
  readonly classes: number
  readonly l2: number
  readonly width: number
}

/** The penalised surprise of the cases, by [weights, cuts]. */
function surprise(
  features: readonly (readonly number[])[],
  targets: readonly number[],
  { classes, l2, width }: Problem,
): Convex {
  const size = width + classes - 1
  const bounds = (at: Float64Array, row: readonly number[], target: number) => {
    let score = 0
    for (let k = 0; k < width; k++) score += (at[k] as number) * (row[k] as number)
    const lower = target === 0 ? Number.NEGATIVE_INFINITY : (at[width + target - 1] as number) - score
    const upper = target === classes - 1 ? Number.POSITIVE_INFINITY : (at[width + target] as number) - score
    return { lower, upper }
  }
  return {
    value: (at) => {
      let sum = 0
      for (let k = 0; k < width; k++) sum += 0.5 * l2 * (at[k] as number) ** 2
      for (let cut = width + 1; cut < size; cut++) {
        if ((at[cut] as number) <= (at[cut - 1] as number)) return Number.POSITIVE_INFINITY
      }
      features.forEach((row, index) => {
        const { lower, upper } = bounds(at, row, targets[index] as number)
        sum -= Math.log(between(lower, upper))
      })
      return sum
    },
    slopes: (at) => {
      const gradient = new Float64Array(size)
      const curvature = Array.from({ length: size }, () => new Float64Array(size))
      const add = (row: number, column: number, value: number) => {
        const line = curvature[Math.max(row, column)] as Float64Array
        const other = Math.min(row, column)
        line[other] = (line[other] as number) + value
      }
      for (let k = 0; k < width; k++) {
        gradient[k] = l2 * (at[k] as number)
        add(k, k, l2)
      }
      features.forEach((row, index) => {
        const target = targets[index] as number
        const { lower, upper } = bounds(at, row, target)
        const p = between(lower, upper)
        const up = bend(upper, p)
        const low = bend(lower, p)
        // Second derivatives of -log p by the two bounds; both fall as the score grows.
        const upUp = up.slope ** 2 - up.bend
        const lowLow = low.slope ** 2 + low.bend
        const upLow = -up.slope * low.slope
        const both = upUp + lowLow + 2 * upLow
        const upperAt = target < classes - 1 ? width + target : -1
        const lowerAt = target > 0 ? width + target - 1 : -1
        for (let k = 0; k < width; k++) {
          const x = row[k] as number
          if (x === 0) continue
          gradient[k] = (gradient[k] as number) + (up.slope - low.slope) * x
          for (let other = 0; other <= k; other++) add(k, other, both * x * (row[other] as number))
          if (upperAt >= 0) add(upperAt, k, -(upUp + upLow) * x)
          if (lowerAt >= 0) add(lowerAt, k, -(lowLow + upLow) * x)
        }
        if (upperAt >= 0) {
          gradient[upperAt] = (gradient[upperAt] as number) - up.slope
          add(upperAt, upperAt, upUp)
        }
        if (lowerAt >= 0) {
          gradient[lowerAt] = (gradient[lowerAt] as number) + low.slope
          add(lowerAt, lowerAt, lowLow)
        }
        if (upperAt >= 0 && lowerAt >= 0) add(upperAt, lowerAt, upLow)
      })
      return { gradient, curvature }
    },
  }
}

/** First and second derivative of σ at a bound, over the probability; 0 at the infinite ones. */
function bend(bound: number, p: number): { readonly slope: number; readonly bend: number } {
  const s = logistic(bound)
  const slope = s * logistic(-bound)
  return { slope: slope / p, bend: (slope * (1 - 2 * s)) / p }
}
