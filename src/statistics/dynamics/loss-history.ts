import type { TrainingHistory } from './training-history.ts'

/** Cross-entropy of each sample's label over a training, in nats. */
export interface LossHistory {
  /** One list an epoch: the loss of each sample. */
  readonly losses: readonly Float64Array[]
  /** Mean over the epochs; NaN without epochs. */
  readonly mean: Float64Array
  /** After the last epoch; NaN without epochs. */
  readonly last: Float64Array
}

/** The loss of each sample after each epoch. Mislabelled samples keep a high mean where the last one has been learnt by
 *  heart. */
export function lossHistory({ samples, classes, labels, epochs }: TrainingHistory): LossHistory {
  const losses = epochs.map((logits) => {
    const loss = new Float64Array(samples)
    for (let sample = 0; sample < samples; sample++) {
      const start = sample * classes
      let largest = Number.NEGATIVE_INFINITY
      for (let k = 0; k < classes; k++) largest = Math.max(largest, logits[start + k] as number)
      let total = 0
      for (let k = 0; k < classes; k++) total += Math.exp((logits[start + k] as number) - largest)
      loss[sample] = Math.log(total) + largest - (logits[start + (labels[sample] as number)] as number)
    }
    return loss
  })
  const mean = new Float64Array(samples).map((_, sample) => {
    return losses.reduce((sum, loss) => sum + (loss[sample] as number), 0) / losses.length
  })
  return { losses, mean, last: losses.at(-1) ?? new Float64Array(samples).fill(Number.NaN) }
}
