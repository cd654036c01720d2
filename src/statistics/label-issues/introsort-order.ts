/** Sixteen values, whose places are fifteen apart at most, are sorted by insertion. */
const short = 15

/** Places of `values` in ascending order, equal ones in the order that NumPy's default sort leaves them in: quicksort
 *  around the median of the first, middle and last value, and insertion for short stretches, which alone keeps equal ones
 *  as they were. cleanlab's choice among equal fractions hangs on it, and so its figures do from 17 classes on. NumPy from
 *  1.25 on may sort otherwise on processors with vector instructions; its heapsort for hopeless cases is left out. */
export function introsortOrder(values: readonly number[]): number[] {
  const order = values.map((_, place) => place)
  const at = (place: number) => values[order[place] as number] as number
  const swap = (a: number, b: number) => {
    const place = order[a] as number
    order[a] = order[b] as number
    order[b] = place
  }
  const stretches: [number, number][] = [[0, values.length - 1]]
  for (let stretch = stretches.pop(); stretch; stretch = stretches.pop()) {
    let [first, last] = stretch
    while (last - first > short) {
      const middle = first + ((last - first) >> 1)
      if (at(middle) < at(first)) swap(middle, first)
      if (at(last) < at(middle)) swap(last, middle)
      if (at(middle) < at(first)) swap(middle, first)
      const pivot = at(middle)
      swap(middle, last - 1)
      let [left, right] = [first, last - 1]
      for (;;) {
        do left++
        while (at(left) < pivot)
        do right--
        while (pivot < at(right))
        if (left >= right) break
        swap(left, right)
      }
      swap(left, last - 1)
      if (left - first < last - left) {
        stretches.push([left + 1, last])
        last = left - 1
      } else {
        stretches.push([first, left - 1])
        first = left + 1
      }
    }
    for (let place = first + 1; place <= last; place++)
      for (let down = place; down > first && at(down) < at(down - 1); down--) swap(down, down - 1)
  }
  return order
}
