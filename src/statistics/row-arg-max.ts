/** Index of the largest of one row's `classes` values in a block of such rows, the first on ties. */
export function rowArgMax(values: ArrayLike<number>, row: number, classes: number): number {
  let best = 0
  for (let k = 1; k < classes; k++)
    if ((values[row * classes + k] as number) > (values[row * classes + best] as number)) best = k
  return best
}
