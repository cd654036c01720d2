import { quadraticKappa } from './kappa.ts'

/** One photograph that the network was not trained on: its output, and its grade. */
export interface GradedOutput {
  readonly output: number
  readonly grade: number
}

/** Cuts that grade with the largest quadratic weighted kappa there is: an output has as many grades below it as cuts at or
 *  below it. A cut of `start` is kept where moving it gains nothing, all of them where kappa is undefined (no photograph, one
 *  grade alone). `start`: classes-1 cuts, ascending; so is what is returned. Throws `AppError('usage')` for a grade off the scale. */
export function largestKappaCuts(graded: readonly GradedOutput[], start: readonly number[]): number[] {
  const sorted = graded.toSorted((a, b) => a.output - b.output)
  const truth = sorted.map(({ grade }) => grade)
  const mean = truth.reduce((sum, grade) => sum + grade, 0) / truth.length
  const kappaWith = (places: readonly number[]) => {
    const predicted = truth.map((_, index) => places.filter((place) => place <= index).length)
    return quadraticKappa(truth, predicted, start.length + 1)
  }
  // A cut matters only by how many outputs lie below it.
  const begun = start.map((cut) => sorted.filter(({ output }) => output < cut).length)
  let places = begun
  let [kappa, before] = [kappaWith(places), Number.NEGATIVE_INFINITY]
  // 1 - kappa is a quotient of two sums over cuts. Which cuts make it less than it is, each can tell alone, and when none can it
  // is the least (Dinkelbach 1967): the k-th wants above it the grades above kappa·(k + 1/2) + (1 - kappa)·mean.
  while (kappa > before) {
    // Below 0 the cuts would come out in reverse.
    const share = Math.max(0, kappa)
    places = places.map((place, k) => bestPlace(sorted, share * (k + 0.5) + (1 - share) * mean, place))
    before = kappa
    kappa = kappaWith(places)
  }
  // One that has not moved may lie beyond one that has, with no output between them.
  return places
    .map((place, k) => (place === begun[k] ? (start[k] as number) : between(sorted, place)))
    .toSorted((a, b) => a - b)
}

/** How many outputs to have below a cut so that the sum of grade - `aim` over them is least; `now` where that does as well. */
function bestPlace(sorted: readonly GradedOutput[], aim: number, now: number): number {
  let sum = 0
  const sums = [0, ...sorted.map(({ grade }) => (sum += grade - aim))]
  let best = now
  for (const [place, found] of sums.entries()) {
    // Outputs that are equal cannot be told apart; and a gain of rounding is none.
    if (place > 0 && sorted[place - 1]?.output === sorted[place]?.output) continue
    if (found < (sums[best] as number) - 1e-9) best = place
  }
  return best
}

/** Halfway between the outputs on both sides. */
function between(sorted: readonly GradedOutput[], place: number): number {
  const [last, next] = [sorted[place - 1]?.output, sorted[place]?.output]
  if (last === undefined) return (next as number) - 0.5
  return next === undefined ? last + 0.5 : (last + next) / 2
}
