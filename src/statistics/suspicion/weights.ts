import { sigmoid } from '#numerics/sigmoid.ts'
import { type Convex, minimise } from '../stacking/newton.ts'
import type { Term } from './term.ts'
import { terms } from './terms.ts'

/** Log-odds that a label is wrong = bias + Σ weight · value of each term. */
export interface Weights {
  readonly bias: number
  /** In the order of `terms`; none below 0. */
  readonly weights: readonly number[]
}

/** A reviewed photograph: the terms of the label it came with, and whether the reader found that label wrong. */
export interface Reviewed {
  readonly values: readonly number[]
  readonly wrong: boolean
}

/** Before any review: three labels in twenty are wrong, give or take. */
const priorBias = { weight: Math.log(0.15 / 0.85), deviation: 1.5 }

export const priorWeights: Weights = {
  bias: priorBias.weight,
  weights: terms.map(({ prior }) => prior.weight),
}

/** The weights that are likeliest after these reviews: logistic regression whose coefficients are normally distributed
 *  around the prior ones beforehand, and never below 0, since no term may come to mean its opposite. The more reviews, the less
 *  the prior counts; of none it is the prior. */
export function learnWeights(reviewed: readonly Reviewed[]): Weights {
  let free = terms.map((_, index) => index)
  for (;;) {
    const found = fitted(reviewed, free)
    const negative = free.filter((index) => (found.weights[index] as number) < 0)
    if (negative.length === 0) return found
    free = free.filter((index) => !negative.includes(index))
  }
}

/** With the weights of all terms but the `free` ones at 0. */
function fitted(reviewed: readonly Reviewed[], free: readonly number[]): Weights {
  const priors = [priorBias, ...free.map((index) => (terms[index] as Term).prior)]
  const rows = reviewed.map(({ values, wrong }) => ({
    row: Float64Array.of(1, ...free.map((index) => values[index] as number)),
    wrong: wrong ? 1 : 0,
  }))
  const [bias = 0, ...found] = minimise(
    surprise(rows, priors),
    Float64Array.from(priors, ({ weight }) => weight),
  )
  const weights = terms.map((_, index) => {
    const place = free.indexOf(index)
    return place < 0 ? 0 : (found[place] as number)
  })
  return { bias, weights }
}

type Rows = readonly { readonly row: Float64Array; readonly wrong: number }[]

/** Σ -log P(what the reader found) + Σ (weight - prior)²/(2 deviation²). */
function surprise(rows: Rows, priors: readonly Term['prior'][]): Convex {
  const precision = priors.map(({ deviation }) => 1 / deviation ** 2)
  const dot = (at: Float64Array, row: Float64Array) => row.reduce((sum, value, k) => sum + value * (at[k] as number), 0)
  return {
    value(at) {
      let sum = 0
      for (const [k, { weight }] of priors.entries())
        sum += ((precision[k] as number) * ((at[k] as number) - weight) ** 2) / 2
      for (const { row, wrong } of rows) {
        const score = dot(at, row)
        // log(1 + e^score), which does not overflow.
        sum += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - wrong * score
      }
      return sum
    },
    slopes(at) {
      const gradient = Float64Array.from(
        priors,
        ({ weight }, k) => (precision[k] as number) * ((at[k] as number) - weight),
      )
      const curvature = priors.map((_, k) =>
        Float64Array.from(priors, (_, m) => (k === m ? (precision[k] as number) : 0)),
      )
      for (const { row, wrong } of rows) {
        const p = sigmoid(dot(at, row))
        for (const [k, value] of row.entries()) {
          gradient[k] = (gradient[k] as number) + (p - wrong) * value
          const line = curvature[k] as Float64Array
          for (const [m, other] of row.entries()) line[m] = (line[m] as number) + p * (1 - p) * value * other
        }
      }
      return { gradient, curvature }
    },
  }
}
