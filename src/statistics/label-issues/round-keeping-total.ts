import { introsortOrder } from './introsort-order.ts'

/** Whole numbers nearest to `values` that keep their (rounded) total: what rounding lost goes, one each, to the values
 *  it took most from, and what it won comes from those it gave most. Among equal ones it chooses as cleanlab does. */
export function roundKeepingTotal(values: readonly number[]): number[] {
  const rounded = values.map(roundHalfEven)
  const total = roundHalfEven(values.reduce((sum, value) => sum + value, 0))
  for (let missing = total - sumOf(rounded); missing !== 0; missing = total - sumOf(rounded)) {
    const order = introsortOrder(values.map((value, index) => value - (rounded[index] as number)))
    if (missing > 0) order.reverse()
    for (const index of order.slice(0, Math.abs(missing)))
      rounded[index] = (rounded[index] as number) + Math.sign(missing)
  }
  return rounded
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** NumPy's rounding: halves to the even neighbour. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value)
  if (value - below !== 0.5) return Math.round(value)
  return below % 2 === 0 ? below : below + 1
}
