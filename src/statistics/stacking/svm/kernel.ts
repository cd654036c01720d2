import { z } from 'zod'

/** `rbf`: exp(-gamma·|x - z|²). */
export const kernelSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('linear') }),
  z.object({ name: z.literal('rbf'), gamma: z.number().positive() }),
])
export type Kernel = z.infer<typeof kernelSchema>

export function kernelValue(kernel: Kernel, x: ArrayLike<number>, z: ArrayLike<number>): number {
  let sum = 0
  if (kernel.name === 'linear') {
    for (let k = 0; k < x.length; k++) sum += (x[k] as number) * (z[k] as number)
    return sum
  }
  for (let k = 0; k < x.length; k++) sum += ((x[k] as number) - (z[k] as number)) ** 2
  return Math.exp(-kernel.gamma * sum)
}

/** scikit-learn's gamma "scale": 1 over the number of features times the variance of all their values. */
export function scaledGamma(features: readonly (readonly number[])[]): number {
  const values = features.flat()
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return variance > 0 ? 1 / ((features[0]?.length ?? 1) * variance) : 1
}

/** Values kept of a kernel's matrix, in bytes: all of it for 2,000 cases and more. */
const cacheBytes = 64 * 2 ** 20

/** Rows of the matrix of a kernel, computed when asked for; those unused for longest are let go. */
export function kernelRows(kernel: Kernel, cases: readonly (readonly number[])[]): (index: number) => Float64Array {
  const most = Math.max(2, Math.floor(cacheBytes / (8 * Math.max(1, cases.length))))
  const kept = new Map<number, Float64Array>()
  return (index) => {
    let row = kept.get(index)
    if (row) kept.delete(index)
    else {
      const one = cases[index] as readonly number[]
      row = Float64Array.from(cases, (other) => kernelValue(kernel, one, other))
      if (kept.size >= most) kept.delete(kept.keys().next().value as number)
    }
    kept.set(index, row)
    return row
  }
}
