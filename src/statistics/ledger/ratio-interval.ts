import { wilsonInterval } from './wilson.ts'

/** `found` of `cases`. */
export interface Share {
  readonly found: number
  readonly cases: number
}

/** 95 % interval of how many times one share is another of other cases, by the method of variance estimates recovery from the Wilson
 *  intervals of the two (Donner and Zou 2012; recommended by Fagerland 2015): it holds for few cases. Infinity above where the
 *  second one may be none. */
export function ratioInterval(of: Share, to: Share): readonly [number, number] {
  const [p, q] = [of.found / of.cases, to.found / to.cases]
  const [low, high] = wilsonInterval(of.found, of.cases)
  const [least, most] = wilsonInterval(to.found, to.cases)
  const [below, above] = [low * (2 * p - low), high * (2 * p - high)]
  const [slack, reach] = [most * (2 * q - most), least * (2 * q - least)]
  const both = p * q
  // Each end is a root of a quadratic equation; the lower one in the form that also holds where its first coefficient is 0.
  const lower = below <= 0 ? 0 : below / (both + Math.sqrt(both ** 2 - below * slack))
  const upper = reach <= 0 ? Number.POSITIVE_INFINITY : (both + Math.sqrt(both ** 2 - above * reach)) / reach
  return [lower, upper]
}
