/** The value at `place` (0 the lowest) of `values` in ascending order; NaN nowhere. Selection by halves (Hoare 1961) on
 *  a copy: linear time, where sorting a million rows would take longer than all else that is asked of them. */
export function nthLowest(values: Float64Array, place: number): number {
  const copy = values.slice()
  let [low, high] = [0, copy.length - 1]
  while (low < high) {
    const pivot = median(copy[low] as number, copy[(low + high) >>> 1] as number, copy[high] as number)
    let [left, right] = [low, high]
    while (left <= right) {
      while ((copy[left] as number) < pivot) left++
      while ((copy[right] as number) > pivot) right--
      if (left > right) break
      const value = copy[left] as number
      copy[left++] = copy[right] as number
      copy[right--] = value
    }
    if (place <= right) high = right
    else if (place >= left) low = left
    else break
  }
  return copy[place] as number
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
