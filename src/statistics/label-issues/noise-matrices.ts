/** How labels went wrong, as shares. */
export interface NoiseMatrices {
  /** P(label | true class): rows the label, columns the true class, columns sum to 1. */
  readonly noise: readonly (readonly number[])[]
  /** P(true class | label): rows the true class, columns the label, columns sum to 1. */
  readonly inverse: readonly (readonly number[])[]
  /** P(true class). */
  readonly prior: readonly number[]
}

/** Largest chance of one confusion that is believed. */
const mostNoise = 0.9999
/** Least share of a class that is believed. */
const leastPrior = 1e-6

/** Noise matrices of a calibrated joint (rows the label, columns the true class, counts), by cleanlab's default
 *  estimate. A column that nothing is counted in is all zero. */
export function noiseMatrices(joint: readonly (readonly number[])[]): NoiseMatrices {
  const classes = joint.length
  const total = joint.flat().reduce((sum, count) => sum + count, 0)
  const labelled = joint.map((row) => row.reduce((sum, count) => sum + count, 0))
  const truly = joint.map((_, k) => joint.reduce((sum, row) => sum + (row[k] as number), 0))
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
  const noise = joint.map((row) => row.map((count, k) => share(count, truly[k] as number)))
  const inverse = joint.map((_, k) => joint.map((row, label) => share(row[k] as number, labelled[label] as number)))
  const prior = Array.from({ length: classes }, (_, k) => {
    const wrong = Math.max(1e-100, noise[k]?.[k] as number)
    const estimate = ((inverse[k]?.[k] as number) / wrong) * share(labelled[k] as number, total)
    return Math.min(1, Math.max(leastPrior, estimate))
  })
  const sum = prior.reduce((all, p) => all + p, 0)
  return { noise: believable(noise), inverse: believable(inverse), prior: prior.map((p) => p / sum) }
}

/** Holds the confusions to what is believed, and the columns to a sum of 1. */
function believable(matrix: readonly (readonly number[])[]): number[][] {
  const clipped = matrix.map((row, i) => row.map((p, j) => (i === j ? p : Math.min(mostNoise, p))))
  const sums = clipped.map((_, j) => clipped.reduce((sum, row) => sum + (row[j] as number), 0))
  return clipped.map((row) => row.map((p, j) => p / Math.max(1e-100, sums[j] as number)))
}
