/** For each class an array of all rows: 1 where the row is of it. */
export function oneHotTargets(targets: readonly number[], classes: number): Float64Array[] {
  return Array.from({ length: classes }, (_, k) => Float64Array.from(targets, (target) => Number(target === k)))
}
