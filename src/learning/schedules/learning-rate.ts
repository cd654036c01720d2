import { assertNever } from '#shared/errors.ts'
import type { Schedule } from '#shared/recipe/schedule.ts'
import { plateauFactor } from './plateau.ts'

/** Where a fit stands. A rate follows from it alone, so that a run that is resumed repeats its rates exactly. */
export interface SchedulePlace {
  /** From 0, of the whole fit. */
  readonly step: number
  readonly stepsPerEpoch: number
  /** Of the whole fit. */
  readonly epochs: number
  /** Validation losses of the epochs before this one. */
  readonly losses: readonly (number | null)[]
}

/** One-cycle (Smith 2018): the rise takes 30 % of the steps, starting at a 25th, ending at a 10,000th of the peak. */
const oneCycle = { rise: 0.3, start: 1 / 25, end: 1e-4 }

/** Half a cosine from 1 at `position` 0 to 0 at 1. */
function halfCosine(position: number): number {
  return (1 + Math.cos(Math.PI * position)) / 2
}

/** The learning rate of a step. `peak` is the recipe's rate, which warming up rises to in equal steps. */
export function learningRateAt(schedule: Schedule, peak: number, place: SchedulePlace): number {
  const steps = place.epochs * place.stepsPerEpoch
  const rising = schedule.warmUp > 0 ? Math.max(1, Math.round(steps * schedule.warmUp)) : 0
  if (place.step < rising) return (peak * (place.step + 1)) / rising
  return peak * factorAt(schedule, { ...place, step: place.step - rising, steps: steps - rising })
}

function factorAt(schedule: Schedule, { step, steps, stepsPerEpoch, losses }: SchedulePlace & { steps: number }) {
  switch (schedule.name) {
    case 'constant':
      return 1
    case 'step':
      // The allowance is for 2.4 times 5 steps, which are 12.
      return schedule.factor ** Math.floor(step / (stepsPerEpoch * schedule.every) + 1e-9)
    case 'exponential':
      return schedule.factor ** (step / (stepsPerEpoch * schedule.every))
    case 'cosine':
      return halfCosine((step + 1) / (steps + 1))
    case 'one-cycle': {
      const rising = Math.max(1, Math.round(steps * oneCycle.rise))
      if (step < rising) return 1 + (oneCycle.start - 1) * halfCosine(step / rising)
      const falling = Math.max(1, steps - 1 - rising)
      return oneCycle.end + (1 - oneCycle.end) * halfCosine((step - rising) / falling)
    }
    case 'plateau':
      return plateauFactor(losses, schedule)
    default:
      return assertNever(schedule)
  }
}
