import { AppError } from '#shared/errors.ts'
import { type Kernel, kernelRows } from './kernel.ts'

/** f(x) = Σ coefficient·kernel(case, x) - offset. */
export interface TwoClass {
  /** One a case; 0 where it is no support vector. */
  readonly coefficients: Float64Array
  readonly offset: number
}

/** Largest violation of the optimum's conditions that is left. */
const tolerance = 1e-4
const mostSteps = 2_000_000
/** In place of a curvature that is not positive. */
const leastCurvature = 1e-12

/** Support vectors of two classes with soft margins (cost · Σ slack), by sequential minimal optimisation: the pair that
 *  promises most by second-order information (Fan, Chen and Lin 2005). `signs`: 1 or -1 a case, both present.
 *  Throws `AppError('compute_failed')` where it does not settle. */
export function fitTwoClass(
  cases: readonly (readonly number[])[],
  signs: ArrayLike<number>,
  cost: number,
  kernel: Kernel,
): TwoClass {
  const n = cases.length
  const rowOf = kernelRows(kernel, cases)
  const alpha = new Float64Array(n)
  /** Slope of the dual by each alpha, the sign taken out: sign·gradient. */
  const slope = Float64Array.from({ length: n }, (_, t) => -(signs[t] as number))
  const diagonal = Float64Array.from({ length: n }, (_, t) => rowOf(t)[t] as number)
  const canRise = (t: number) => ((signs[t] as number) > 0 ? (alpha[t] as number) < cost : (alpha[t] as number) > 0)
  const canFall = (t: number) => ((signs[t] as number) > 0 ? (alpha[t] as number) > 0 : (alpha[t] as number) < cost)
  for (let step = 0; step < mostSteps; step++) {
    let i = -1
    let highest = Number.NEGATIVE_INFINITY
    let lowest = Number.POSITIVE_INFINITY
    for (let t = 0; t < n; t++) {
      const value = -(slope[t] as number)
      if (value > highest && canRise(t)) {
        highest = value
        i = t
      }
      if (value < lowest && canFall(t)) lowest = value
    }
    if (i < 0 || highest - lowest < tolerance) {
      return { coefficients: alpha.map((value, t) => value * (signs[t] as number)), offset: offsetOf(alpha, slope) }
    }
    const rowI = rowOf(i)
    let j = -1
    let best = 0
    for (let t = 0; t < n; t++) {
      const gap = highest + (slope[t] as number)
      if (gap <= 0 || !canFall(t)) continue
      const promise = gap ** 2 / curvature(diagonal, rowI, i, t)
      if (promise > best) {
        best = promise
        j = t
      }
    }
    if (j < 0) break
    move(i, j, highest + (slope[j] as number), rowI)
  }
  throw new AppError('compute_failed', 'The support vector machine did not settle on these cases.')

  /** Moves sign·alpha of i up and of j down by the same, as far as the optimum on that line or a bound. */
  function move(i: number, j: number, gap: number, rowI: Float64Array): void {
    const room = (t: number, rises: boolean) =>
      rises === (signs[t] as number) > 0 ? cost - (alpha[t] as number) : (alpha[t] as number)
    const roomI = room(i, true)
    const roomJ = room(j, false)
    const length = Math.min(gap / curvature(diagonal, rowI, i, j), roomI, roomJ)
    shift(i, length, roomI, true)
    shift(j, length, roomJ, false)
    const rowJ = rowOf(j)
    for (let t = 0; t < n; t++) {
      slope[t] = (slope[t] as number) + length * ((rowI[t] as number) - (rowJ[t] as number))
    }
  }

  /** A bound that is reached is reached exactly: the conditions ask for equality. */
  function shift(t: number, length: number, room: number, rises: boolean): void {
    const grows = rises === (signs[t] as number) > 0
    if (length === room) alpha[t] = grows ? cost : 0
    else alpha[t] = (alpha[t] as number) + (grows ? length : -length)
  }

  /** Mean over the cases on the margin; the middle of what is allowed where there is none. */
  function offsetOf(alphas: Float64Array, slopes: Float64Array): number {
    const free = slopes.filter((_, t) => (alphas[t] as number) > 0 && (alphas[t] as number) < cost)
    if (free.length > 0) return free.reduce((sum, value) => sum + value, 0) / free.length
    const rising = slopes.filter((_, t) => canRise(t))
    const falling = slopes.filter((_, t) => canFall(t))
    return (Math.min(...rising) + Math.max(...falling)) / 2
  }
}

function curvature(diagonal: Float64Array, rowI: Float64Array, i: number, t: number): number {
  return Math.max(leastCurvature, (diagonal[i] as number) + (diagonal[t] as number) - 2 * (rowI[t] as number))
}
