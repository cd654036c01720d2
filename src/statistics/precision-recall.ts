import { type BinaryCases, thresholdCounts } from './threshold-counts.ts'

/** What calling every case of at least `threshold` positive gives. */
export interface PrecisionRecallPoint {
  readonly threshold: number
  /** Share of the positive cases that are called so (sensitivity); NaN without a positive case. */
  readonly recall: number
  /** Share of the cases called positive that are. */
  readonly precision: number
}

/** Precision and recall at each different score, the highest first. Throws `AppError('length_mismatch')`. */
export function precisionRecallCurve(cases: BinaryCases): PrecisionRecallPoint[] {
  const counts = thresholdCounts(cases)
  const positives = counts.at(-1)?.truePositives ?? 0
  return counts.map(({ threshold, truePositives, falsePositives }) => ({
    threshold,
    recall: truePositives / positives,
    precision: truePositives / (truePositives + falsePositives),
  }))
}

/** Average precision: the precision at each threshold, weighted by the recall gained there, without interpolation
 *  (scikit-learn's definition). NaN without a positive case (where scikit-learn says 0). */
export function averagePrecision(cases: BinaryCases): number {
  const curve = precisionRecallCurve(cases)
  if (curve.length === 0) return Number.NaN
  return curve.reduce((sum, { recall, precision }, index) => {
    return sum + (recall - (curve[index - 1]?.recall ?? 0)) * precision
  }, 0)
}
