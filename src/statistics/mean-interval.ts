/** 97.5 % quantiles of Student's t by degrees of freedom, from 1; beyond the last its normal limit is near enough. */
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]

export interface MeanInterval {
  /** NaN of no value. */
  readonly mean: number
  /** 95 %, by Student's t; null of fewer than two values. */
  readonly interval: readonly [number, number] | null
}

/** Mean of independent repetitions, such as seeds, and how well it is known. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n < 2) return { mean, interval: null }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const half = (quantiles[n - 2] ?? 1.96) * Math.sqrt(variance / n)
  return { mean, interval: [mean - half, mean + half] }
}
