export type Range = readonly [low: number, high: number]

/** A straight map of `from` onto `to`; of an empty range onto its beginning. */
export function straight(from: Range, to: Range): (value: number) => number {
  const span = from[1] - from[0]
  return (value) => (span === 0 ? to[0] : to[0] + ((value - from[0]) / span) * (to[1] - to[0]))
}

/** The same over factors of ten; both ends of `from` are above 0. */
export function logarithmic(from: Range, to: Range): (value: number) => number {
  const place = straight([Math.log10(from[0]), Math.log10(from[1])], to)
  return (value) => place(Math.log10(value))
}

/** Whole powers of ten within a range. */
export function powersOfTen([low, high]: Range): number[] {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => 10 ** (first + index))
}

/** Round numbers within a range, about as many as asked: 1, 2 or 5 times a power of ten apart; never parts of one where
 *  what is counted is `whole`. */
export function ticks([low, high]: Range, about = 5, whole = false): number[] {
  if (!(high > low)) return [low]
  const raw = (high - low) / about
  const power = 10 ** Math.floor(Math.log10(raw))
  const round = [1, 2, 5, 10].find((step) => step * power >= raw * 0.75) ?? 10
  const step = whole ? Math.max(1, Math.round(round * power)) : round * power
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  // Multiples of a power of ten in floating point: 0.1 × 3 is not 0.3.
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}
