import { AppError } from '#shared/errors.ts'
import { solvePositiveDefinite } from './positive-definite.ts'

/** A strictly convex function to be made small. */
export interface Convex {
  /** Infinity outside its domain. */
  readonly value: (at: Float64Array) => number
  readonly slopes: (at: Float64Array) => { readonly gradient: Float64Array; readonly curvature: Float64Array[] }
}

const mostSteps = 200

/** Where a convex function is least, by Newton's method with halved steps: until a step promises no more than `precision` of the
 *  value, rounding where it is left out.
 *  Throws `AppError('compute_failed')` where the curvature is not positive definite. */
export function minimise({ value, slopes }: Convex, start: Float64Array, precision = 1e-20): Float64Array {
  let at = start
  let now = value(at)
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, curvature } = slopes(at)
    const direction = solvePositiveDefinite(curvature, gradient)
    if (!direction) throw new AppError('compute_failed', 'The fit of the meta-learner has no single optimum.')
    const promised = direction.reduce((sum, value, k) => sum + value * (gradient[k] as number), 0)
    if (promised <= precision * Math.max(1, Math.abs(now))) return at
    let length = 1
    let next = moved(at, direction, length)
    let reached = value(next)
    // Written so that a value that is no number is not accepted either.
    while (!(reached <= now - 1e-4 * length * promised)) {
      length /= 2
      if (length < 1e-10) return at
      next = moved(at, direction, length)
      reached = value(next)
    }
    at = next
    now = reached
  }
  return at
}

function moved(at: Float64Array, direction: Float64Array, length: number): Float64Array {
  return at.map((value, k) => value - length * (direction[k] as number))
}
