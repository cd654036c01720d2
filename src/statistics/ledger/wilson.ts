/** 97.5 % quantile of the normal distribution. */
const z = 1.959964

/** 95 % interval of a share by Wilson's score (1927), which holds for few cases and for none found. `found` of `cases`; both may
 *  be weighted sums. [0, 1] of no case. */
export function wilsonInterval(found: number, cases: number): readonly [number, number] {
  if (cases <= 0) return [0, 1]
  const share = found / cases
  const middle = share + z ** 2 / (2 * cases)
  const half = z * Math.sqrt((share * (1 - share)) / cases + z ** 2 / (4 * cases ** 2))
  const scale = 1 + z ** 2 / cases
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)]
}
