import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { quantile } from '../../numerics/quantile.ts'

/** Two sets of samples, none in both, to be given one class more than there is, in a training each (Pleiss 2020). They look
 *  to the network as mislabelled ones do, and every sample is an ordinary one in at least one of the trainings. Each set is
 *  one in classes + 1, as large as a class on the average; ascending. */
export function drawThresholdSamples(samples: number, classes: number, seed: number): [Int32Array, Int32Array] {
  const uniform = seededUniform(seed)
  const size = Math.floor(samples / (classes + 1))
  const order = Int32Array.from({ length: samples }, (_, sample) => sample)
  for (let place = 0; place < 2 * size; place++) {
    const other = place + Math.floor(uniform() * (samples - place))
    const moved = order[place] as number
    order[place] = order[other] as number
    order[other] = moved
  }
  return [order.slice(0, size).sort(), order.slice(size, 2 * size).sort()]
}

/** What threshold samples say of the others. */
export interface MarginSuspects {
  /** Area under the margin below which a label looks wrong; NaN without threshold samples. */
  readonly threshold: number
  /** Ordinary samples below it, the lowest first. */
  readonly suspects: readonly number[]
}

/** Samples whose area under the margin is no better than that of most threshold samples. `share`: the quantile of theirs
 *  that is the threshold, 0.99 in the paper. */
export function marginSuspects(areas: Float64Array, thresholdSamples: Int32Array, share = 0.99): MarginSuspects {
  const threshold = quantile(Float64Array.from(thresholdSamples, (sample) => areas[sample] as number).sort(), share)
  const left = new Set(thresholdSamples)
  const suspects = Array.from(areas.keys()).filter(
    (sample) => !left.has(sample) && (areas[sample] as number) < threshold,
  )
  return { threshold, suspects: suspects.sort((a, b) => (areas[a] as number) - (areas[b] as number)) }
}
