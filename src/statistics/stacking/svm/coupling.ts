/** Probabilities of k classes from those of every pair: Σ over i, j of (P(j or i is j)·p i - P(i or j is i)·p j)² is least
 *  (Wu, Lin and Weng 2004, second method). `pairwise[i][j]`: probability of i where it is i or j. */
export function couplePairs(pairwise: readonly (readonly number[])[]): number[] {
  const k = pairwise.length
  const q = pairwise.map((_, i) =>
    pairwise.map((__, j) => {
      const at = (a: number, b: number) => pairwise[a]?.[b] as number
      if (i !== j) return -at(j, i) * at(i, j)
      return pairwise.reduce((sum, ___, other) => (other === i ? sum : sum + at(other, i) ** 2), 0)
    }),
  )
  const p = new Array<number>(k).fill(1 / k)
  // Each turn solves one row's condition and scales back to a sum of 1; it contracts to the only fixed point.
  for (let turn = 0; turn < 1000; turn++) {
    let largest = 0
    for (let i = 0; i < k; i++) {
      const products = q.map((row) => row.reduce((sum, value, j) => sum + value * (p[j] as number), 0))
      const mean = products.reduce((sum, value, j) => sum + value * (p[j] as number), 0)
      const change = (mean - (products[i] as number)) / (q[i]?.[i] as number)
      largest = Math.max(largest, Math.abs(change))
      p[i] = (p[i] as number) + change
      for (let j = 0; j < k; j++) p[j] = (p[j] as number) / (1 + change)
    }
    if (largest < 1e-12) break
  }
  return p
}
