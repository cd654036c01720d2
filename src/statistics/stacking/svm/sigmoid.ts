import { minimise } from '../newton.ts'

/** Slope and shift of P(positive) = 1/(1 + exp(slope·value + shift)) (Platt 1999): the likeliest for decision values,
 *  its targets drawn in from 0 and 1 by the counts. Both kinds must be present. */
export function fitSigmoid(values: readonly number[], positive: readonly boolean[]): readonly [number, number] {
  const positives = positive.filter(Boolean).length
  const negatives = positive.length - positives
  const targets = positive.map((is) => (is ? (positives + 1) / (positives + 2) : 1 / (negatives + 2)))
  const found = minimise(
    {
      value: ([slope = 0, shift = 0]) =>
        values.reduce((sum, value, index) => {
          const z = slope * value + shift
          // t·z + log(1 + e^-z), written so that nothing overflows.
          return sum + (targets[index] as number) * z + Math.max(0, -z) + Math.log1p(Math.exp(-Math.abs(z)))
        }, 0),
      slopes: ([slope = 0, shift = 0]) => {
        const gradient = new Float64Array(2)
        // So that values that are all the same still have a single optimum.
        const curvature = [Float64Array.of(1e-12, 0), Float64Array.of(0, 1e-12)] as const
        values.forEach((value, index) => {
          const p = 1 / (1 + Math.exp(slope * value + shift))
          const miss = (targets[index] as number) - p
          const bend = p * (1 - p)
          gradient[0] = (gradient[0] as number) + miss * value
          gradient[1] = (gradient[1] as number) + miss
          curvature[0][0] = (curvature[0][0] as number) + bend * value * value
          curvature[1][0] = (curvature[1][0] as number) + bend * value
          curvature[1][1] = (curvature[1][1] as number) + bend
        })
        return { gradient, curvature: [...curvature] }
      },
    },
    Float64Array.of(0, Math.log((negatives + 1) / (positives + 1))),
  )
  return [found[0] as number, found[1] as number]
}

export function sigmoid([slope, shift]: readonly [number, number], value: number): number {
  return 1 / (1 + Math.exp(slope * value + shift))
}
