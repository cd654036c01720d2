/** Values that are selected among directly. */
const few = 4096
const bins = 4096

/** The value at `place` (0 the lowest) of `values` in ascending order; NaN nowhere. Counts the values by equal widths between the
 *  lowest and the highest, and selects among those of the one width that holds the place: two readings in linear time, where
 *  sorting a million rows would take longer than all else that is asked of them. */
export function nthLowest(values: Float64Array, place: number): number {
  if (values.length <= few) return select(values.slice(), place)
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  const scale = (bins - 1) / (highest - lowest)
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) return select(values.slice(), place)
  const counts = new Uint32Array(bins)
  for (let index = 0; index < values.length; index++) {
    const bin = ((values[index] as number) - lowest) * scale
    counts[bin | 0] = (counts[bin | 0] as number) + 1
  }
  let [bin, before] = [0, 0]
  while (before + (counts[bin] as number) <= place) before += counts[bin++] as number
  const members = new Float64Array(counts[bin] as number)
  let filled = 0
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    if ((((value - lowest) * scale) | 0) === bin) members[filled++] = value
  }
  return select(members, place - before)
}

/** Selection by halves (Hoare 1961), which moves the values about. */
function select(values: Float64Array, place: number): number {
  let [low, high] = [0, values.length - 1]
  while (low < high) {
    const pivot = median(values[low] as number, values[(low + high) >>> 1] as number, values[high] as number)
    let [left, right] = [low, high]
    while (left <= right) {
      while ((values[left] as number) < pivot) left++
      while ((values[right] as number) > pivot) right--
      if (left > right) break
      const value = values[left] as number
      values[left++] = values[right] as number
      values[right--] = value
    }
    if (place <= right) high = right
    else if (place >= left) low = left
    else break
  }
  return values[place] as number
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
