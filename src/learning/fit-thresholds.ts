import type { Thresholds } from '#nn/heads/head.ts'
import { evenThresholds, normalShareBelow } from '#nn/heads/regression.ts'
import { AppError } from '#shared/errors.ts'

/** One photograph that the network was not trained on: its output, and its grade. */
export interface GradedOutput {
  readonly output: number
  readonly grade: number
}

/** Bounds between which the scatter is looked for, in grades. */
const scatter = { least: 0.05, most: 4 }

/** Thresholds that grade with the largest quadratic weighted kappa, and the scatter that makes the grades likeliest given
 *  them. One threshold is moved at a time, from halfway between grades on, until none gains: a local maximum.
 *  Throws `AppError('usage')` for no photograph. */
export function fitThresholds(graded: readonly GradedOutput[], classes: number): Thresholds {
  if (graded.length === 0) throw new AppError('usage', 'Thresholds are tuned on at least one photograph.')
  const sorted = graded.toSorted((a, b) => a.output - b.output)
  const even = evenThresholds(classes)
  const cuts = movedCuts(sorted, even.cuts)
  return { cuts, noise: likeliestScatter(sorted, cuts) }
}

/** A cut matters only by how many outputs lie below it. With p = Σ[cut below], all sums of kappa are sums over cuts:
 *  Σp of the outputs above each, Σp² of the same times 2k-1 for the k-th, Σtp of their grades. */
function movedCuts(sorted: readonly GradedOutput[], start: readonly number[]): readonly number[] {
  const count = sorted.length
  const gradesBelow = [0]
  for (const { grade } of sorted) gradesBelow.push((gradesBelow.at(-1) as number) + grade)
  const grades = gradesBelow[count] as number
  const squares = sorted.reduce((sum, { grade }) => sum + grade ** 2, 0)
  const below = start.map((cut) => sorted.filter(({ output }) => output < cut).length)
  /** Observed over expected squared distance: 1 - kappa. */
  const disagreement = (places: readonly number[]) => {
    let [sum, squared, products] = [0, 0, 0]
    for (const [k, place] of places.entries()) {
      sum += count - place
      squared += (2 * k + 1) * (count - place)
      products += grades - (gradesBelow[place] as number)
    }
    const expected = squares + squared - (2 * grades * sum) / count
    return expected > 0 ? (squares + squared - 2 * products) / expected : 1
  }
  const cuts = [...start]
  let least = disagreement(below)
  for (let moved = true; moved; ) {
    moved = false
    for (const k of cuts.keys()) {
      for (let place = below[k - 1] ?? 0; place <= (below[k + 1] ?? count); place++) {
        const found = disagreement(below.with(k, place))
        // Outputs that are equal cannot be told apart; and a gain of rounding is none.
        if (found >= least - 1e-12 || sorted[place - 1]?.output === sorted[place]?.output) continue
        least = found
        below[k] = place
        cuts[k] = between(sorted, place)
        moved = true
      }
    }
  }
  // One that has not moved may lie beyond one that has, with no output between them.
  return cuts.toSorted((a, b) => a - b)
}

/** Halfway between the outputs on both sides. */
function between(sorted: readonly GradedOutput[], place: number): number {
  const [last, next] = [sorted[place - 1]?.output, sorted[place]?.output]
  if (last === undefined) return (next as number) - 0.5
  return next === undefined ? last + 0.5 : (last + next) / 2
}

/** By golden-section search over its logarithm. */
function likeliestScatter(graded: readonly GradedOutput[], cuts: readonly number[]): number {
  const surprise = (logarithm: number) => {
    const noise = Math.exp(logarithm)
    return graded.reduce((sum, { output, grade }) => {
      const below = (cut: number | undefined, otherwise: number) =>
        cut === undefined ? otherwise : normalShareBelow((cut - output) / noise)
      return sum - Math.log(Math.max(1e-12, below(cuts[grade], 1) - below(cuts[grade - 1], 0)))
    }, 0)
  }
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [Math.log(scatter.least), Math.log(scatter.most)]
  while (high - low > 1e-3) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)]
    if (surprise(left) <= surprise(right)) high = right
    else low = left
  }
  return Math.exp((low + high) / 2)
}
