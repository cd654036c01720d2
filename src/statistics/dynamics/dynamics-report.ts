import { AppError } from '#shared/errors.ts'
import { orNull } from '../evaluation.ts'
import { marginSuspects } from './threshold-samples.ts'
import { tracesOf } from './training-history.ts'

/** What a training says of labels, for JSON: one figure a sample, null where it is undefined. */
export interface DynamicsReport {
  readonly areaUnderMargin: readonly (number | null)[]
  readonly forgotten: readonly number[]
  /** Epoch, from 0; null of what never was right. */
  readonly learntAt: readonly (number | null)[]
  readonly meanLoss: readonly (number | null)[]
  readonly lastLoss: readonly (number | null)[]
  /** Area under the margin below which a label looks wrong; null without threshold samples. */
  readonly threshold: number | null
  /** Ordinary samples below it, the lowest first. */
  readonly suspects: readonly number[]
}

/** Training dynamics of `labels`, 0 … classes-1. `epochs`: samples × classes logits, or logarithms of probabilities, of each
 *  epoch; with threshold samples one class more, the last, which those were taught in place of their labels and are therefore
 *  judged by. Throws `AppError('length_mismatch')` for an epoch that has not one row a label or not one logit a class, and
 *  `AppError('usage')` for a threshold sample that is no row, and as `tracesOf`. */
export function dynamicsReport(
  labels: readonly number[],
  classes: number,
  epochs: readonly (readonly (readonly number[])[])[],
  thresholdSamples: readonly number[],
): DynamicsReport {
  const apart = new Set(thresholdSamples)
  for (const row of apart)
    if (row >= labels.length) throw new AppError('usage', `Threshold sample ${row} is not among ${labels.length} rows.`)
  const width = apart.size > 0 ? classes + 1 : classes
  for (const [epoch, rows] of epochs.entries()) {
    if (rows.length !== labels.length)
      throw new AppError('length_mismatch', `Epoch ${epoch} has ${rows.length} rows, the labels ${labels.length}.`)
    const uneven = rows.findIndex(({ length }) => length !== width)
    if (uneven >= 0) {
      const why = apart.size > 0 ? ', the classes and the one that threshold samples are taught' : ', the classes'
      throw new AppError(
        'length_mismatch',
        `Row ${uneven} of epoch ${epoch} has ${rows[uneven]?.length} logits and not ${width}${why}.`,
      )
    }
  }
  const taught = labels.map((label, row) => (apart.has(row) ? classes : label))
  const traces = tracesOf(
    taught,
    width,
    epochs.map((rows) => rows.flat()),
  )
  const areas = traces.map(({ margin }) => margin)
  const { threshold, suspects } = marginSuspects(Float64Array.from(areas), Int32Array.from(apart))
  return {
    areaUnderMargin: areas.map(orNull),
    forgotten: traces.map(({ forgotten }) => forgotten),
    learntAt: traces.map(({ learntAt }) => (learntAt < 0 ? null : learntAt)),
    meanLoss: traces.map(({ loss }) => orNull(loss)),
    lastLoss: traces.map(({ lastLoss }) => orNull(lastLoss)),
    threshold: orNull(threshold),
    suspects,
  }
}
