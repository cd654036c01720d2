/** Solves A·x = b by Cholesky's factors. `a`: n rows of n, symmetric positive definite; only its lower half is read.
 *  Undefined where A is not positive definite to rounding. */
export function solvePositiveDefinite(
  a: readonly Float64Array[],
  b: ArrayLike<number>,
): Float64Array<ArrayBuffer> | undefined {
  const n = a.length
  const factor = a.map(() => new Float64Array(n))
  const at = (row: number, column: number) => (factor[row] as Float64Array)[column] as number
  for (let row = 0; row < n; row++) {
    const own = factor[row] as Float64Array
    for (let column = 0; column <= row; column++) {
      let sum = (a[row] as Float64Array)[column] as number
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k)
      if (column < row) own[column] = sum / at(column, column)
      else if (sum > 0) own[row] = Math.sqrt(sum)
      else return undefined
    }
  }
  const x = Float64Array.from(b)
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) x[row] = (x[row] as number) - at(row, k) * (x[k] as number)
    x[row] = (x[row] as number) / at(row, row)
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) x[row] = (x[row] as number) - at(k, row) * (x[k] as number)
    x[row] = (x[row] as number) / at(row, row)
  }
  return x
}
