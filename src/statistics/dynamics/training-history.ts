import { AppError } from '#shared/errors.ts'
import { requireSameLength } from '../confusion.ts'

/** What a network said of every sample at the end of every epoch, and the labels that it learnt from. */
export interface TrainingHistory {
  readonly samples: number
  readonly classes: number
  /** One label a sample, 0 … classes-1. */
  readonly labels: Int32Array
  /** One block an epoch, in order: samples × classes logits. Logarithms of probabilities (`logitsOf`) will do: no figure here
   *  changes with what is added to all logits of a sample. */
  readonly epochs: readonly ArrayLike<number>[]
}

/** Checks a history. Throws `AppError('length_mismatch')` for an epoch of another size than samples × classes, and
 *  `AppError('usage')` for fewer than two classes, a label that is no class and a logit that is not finite. */
export function trainingHistory(
  labels: readonly number[],
  classes: number,
  epochs: readonly ArrayLike<number>[],
): TrainingHistory {
  if (classes < 2) throw new AppError('usage', `A history of ${classes} classes has no margins.`)
  for (const [sample, label] of labels.entries()) {
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      throw new AppError('usage', `Label ${label} of sample ${sample} is not among 0 to ${classes - 1}.`)
  }
  for (const [epoch, logits] of epochs.entries()) {
    requireSameLength(logits, { length: labels.length * classes }, `Epoch ${epoch} and samples times classes`)
    for (let place = 0; place < logits.length; place++)
      if (!Number.isFinite(logits[place]))
        throw new AppError('usage', `Epoch ${epoch} holds ${logits[place]} for sample ${Math.floor(place / classes)}.`)
  }
  return { samples: labels.length, classes, labels: Int32Array.from(labels), epochs }
}

/** The logit of a sample's label less the largest other one. */
export function marginOf({ classes, labels }: TrainingHistory, logits: ArrayLike<number>, sample: number): number {
  const label = labels[sample] as number
  let other = Number.NEGATIVE_INFINITY
  for (let k = 0; k < classes; k++) if (k !== label) other = Math.max(other, logits[sample * classes + k] as number)
  return (logits[sample * classes + label] as number) - other
}
