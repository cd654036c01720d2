/** Index of the largest of `values`, the first on ties; 0 of none. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0
  for (let index = 1; index < values.length; index++) {
    if ((values[index] ?? Number.NEGATIVE_INFINITY) > (values[best] ?? Number.NEGATIVE_INFINITY)) best = index
  }
  return best
}

/** Index of the largest of one row's `classes` values in a block of such rows, the first on ties. */
export function rowArgMax(values: ArrayLike<number>, row: number, classes: number): number {
  let best = 0
  for (let k = 1; k < classes; k++)
    if ((values[row * classes + k] as number) > (values[row * classes + best] as number)) best = k
  return best
}
