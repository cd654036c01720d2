import { assertNever } from '#shared/errors.ts'
import type { Recipe } from '#shared/recipe.ts'

/** Share of a cosine schedule spent rising to the full rate: Adam's second moments are unsure in the first steps. */
const warmUp = 0.05
/** One-cycle (Smith 2018): the rise takes 30 % of the steps, starting at a 25th, ending at a 10,000th of the peak. */
const oneCycle = { rise: 0.3, start: 1 / 25, end: 1e-4 }

/** Half a cosine from 1 at `position` 0 to 0 at 1. */
function halfCosine(position: number): number {
  return (1 + Math.cos(Math.PI * position)) / 2
}

/** Learning rate of `step` (0..steps-1) of a whole fit. `peak` is the recipe's rate. */
export function learningRateAt(schedule: Recipe['schedule'], peak: number, step: number, steps: number): number {
  switch (schedule) {
    case 'constant':
      return peak
    case 'cosine': {
      const rising = Math.max(1, Math.round(steps * warmUp))
      if (step < rising) return (peak * (step + 1)) / rising
      return peak * halfCosine((step - rising + 1) / (steps - rising + 1))
    }
    case 'one-cycle': {
      const rising = Math.max(1, Math.round(steps * oneCycle.rise))
      if (step < rising) return peak * (1 + (oneCycle.start - 1) * halfCosine(step / rising))
      const falling = Math.max(1, steps - 1 - rising)
      return peak * (oneCycle.end + (1 - oneCycle.end) * halfCosine((step - rising) / falling))
    }
    default:
      return assertNever(schedule)
  }
}
