import { AppError } from '#shared/errors.ts'
import { requireSameLength } from '../confusion.ts'
import { type LearningTrace, LearningTraces } from './learning-traces.ts'

/** What became of each label over a training, by what the network said of every sample at the end of every epoch. `epochs`: one
 *  block an epoch, in order: samples × classes logits, or logarithms of probabilities. Throws `AppError('length_mismatch')`
 *  for an epoch of another size, and `AppError('usage')` for fewer than two classes, a label that is no class and a logit
 *  that is not finite. */
export function tracesOf(
  labels: readonly number[],
  classes: number,
  epochs: readonly ArrayLike<number>[],
): LearningTrace[] {
  if (classes < 2) throw new AppError('usage', `A history of ${classes} classes has no margins.`)
  for (const [sample, label] of labels.entries()) {
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      throw new AppError('usage', `Label ${label} of sample ${sample} is not among 0 to ${classes - 1}.`)
  }
  const traces = new LearningTraces(labels.length, classes)
  for (const [epoch, logits] of epochs.entries()) {
    requireSameLength(logits, { length: labels.length * classes }, `Epoch ${epoch} and samples times classes`)
    for (let place = 0; place < logits.length; place++)
      if (!Number.isFinite(logits[place]))
        throw new AppError('usage', `Epoch ${epoch} holds ${logits[place]} for sample ${Math.floor(place / classes)}.`)
    for (const [sample, label] of labels.entries()) traces.note(sample, label, logits, sample * classes)
  }
  return labels.map((_, sample) => traces.trace(sample))
}
