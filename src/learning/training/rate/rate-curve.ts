import { AppError } from '#shared/errors.ts'

/** Losses against learning rates, as a range test gives them (Smith 2017). */
export interface RateCurve {
  /** Ascending, each the same factor above the one before. */
  readonly rates: readonly number[]
  /** Smoothed, one a rate. */
  readonly losses: readonly number[]
}

export interface RateSuggestions {
  /** Where the loss falls fastest over the logarithm of the rate; null where it never falls. */
  readonly steepest: number | null
  /** A tenth of the rate at which the loss is least. */
  readonly minimumTenth: number
}

/** Share of the first rates that suggestions leave out: smoothing has seen too little there. */
const unsettled = 0.1

/** `count` rates from `from` to `to`. Throws `AppError('usage')`. */
export function rampedRates(from: number, to: number, count: number): readonly number[] {
  if (!(from > 0 && to > from && Number.isInteger(count) && count >= 2)) {
    throw new AppError(
      'usage',
      `Learning rates are tried from above 0 up, at least two, not ${count} of ${from}-${to}.`,
    )
  }
  return Array.from({ length: count }, (_, place) => from * (to / from) ** (place / (count - 1)))
}

/** A moving average with the given share of what was before, freed of its start at 0. */
export class SmoothedLoss {
  readonly #share: number
  #sum = 0
  #weight = 0

  constructor(share: number) {
    this.#share = share
  }

  /** The average with one more loss. */
  next(loss: number): number {
    this.#sum = this.#share * this.#sum + (1 - this.#share) * loss
    this.#weight = this.#share * this.#weight + (1 - this.#share)
    return this.#sum / this.#weight
  }
}

/** Both suggestions of a curve. Throws `AppError('usage')` for one of fewer than two rates. */
export function suggestRates({ rates, losses }: RateCurve): RateSuggestions {
  if (rates.length < 2) throw new AppError('usage', 'A learning rate is suggested by a curve of at least two.')
  const first = Math.min(Math.floor(rates.length * unsettled), rates.length - 2)
  let least = first
  let steepest: number | null = null
  let slope = 0
  for (let place = first; place < rates.length; place++) {
    if (at(losses, place) < at(losses, least)) least = place
    if (place === first) continue
    const rise = at(losses, place) - at(losses, place - 1)
    const found = rise / Math.log(at(rates, place) / at(rates, place - 1))
    if (found >= slope) continue
    slope = found
    steepest = at(rates, place - 1)
  }
  return { steepest, minimumTenth: at(rates, least) / 10 }
}

function at(values: readonly number[], place: number): number {
  return values[place] ?? Number.NaN
}
