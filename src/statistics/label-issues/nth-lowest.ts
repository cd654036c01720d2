/** Values that are selected among directly. */
const few = 4096
const bins = 4096

export interface NthLowest {
  readonly value: number
  /** How many values lie below it. */
  readonly below: number
}

/** The value at `place` (0 the lowest) of `values` in ascending order. `values`: from -1 to 1, NaN nowhere. Counts the values by
 *  equal widths and selects among those of the one width that holds the place: two readings in linear time, where sorting a
 *  million rows would take longer than all else that is asked of them. */
export function nthLowest(values: Float64Array, place: number): NthLowest {
  if (values.length <= few) return select(values.slice(), place)
  const counts = new Uint32Array(bins + 1)
  for (let index = 0; index < values.length; index++) {
    const bin = binOf(values[index] as number)
    counts[bin] = (counts[bin] as number) + 1
  }
  let [bin, before] = [0, 0]
  while (before + (counts[bin] as number) <= place) before += counts[bin++] as number
  const members = new Float64Array(counts[bin] as number)
  let filled = 0
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    if (binOf(value) === bin) members[filled++] = value
  }
  const { value, below } = select(members, place - before)
  return { value, below: before + below }
}

function binOf(value: number): number {
  return ((value + 1) * (bins / 2)) | 0
}

/** Selection by halves (Hoare 1961), which moves the values about. */
function select(values: Float64Array, place: number): NthLowest {
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
  const value = values[place] as number
  let below = 0
  for (const other of values) if (other < value) below++
  return { value, below }
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
