import { nthLowest } from './nth-lowest.ts'

/** Sets `mask` to 1 at the `count` members with the lowest values, the first of equal ones. `values`: one a member,
 *  from -1 to 1, NaN nowhere. */
export function markLowest(members: ArrayLike<number>, values: Float64Array, count: number, mask: Uint8Array): void {
  if (count <= 0) return
  const { value: last, below } = nthLowest(values, Math.min(count, values.length) - 1)
  let equal = count - below
  for (let place = 0; place < values.length; place++) {
    const value = values[place] as number
    if (value > last || (value === last && equal-- <= 0)) continue
    mask[members[place] as number] = 1
  }
}
