import { rocCurve } from './auc.ts'
import { orNull } from './evaluation.ts'
import { precisionRecallCurve } from './precision-recall.ts'
import { type BinaryCases, gradeCases, referableCases } from './threshold-counts.ts'

/** Curves of one question, as plain JSON. */
interface Curves {
  /** A threshold of null is above every score. */
  readonly roc: readonly {
    threshold: number | null
    falsePositiveRate: number | null
    truePositiveRate: number | null
  }[]
  readonly precisionRecall: readonly { threshold: number; recall: number | null; precision: number }[]
}

/** ROC and precision-recall curves of each grade against the rest and of referable against not, from the highest threshold
 *  down. `probabilities`: n rows of k, 5 where there is no row. Undefined rates are null. Throws `AppError('length_mismatch')`. */
export function evaluationCurves(
  truth: readonly number[],
  probabilities: readonly ArrayLike<number>[],
): { readonly perClass: readonly Curves[]; readonly referable: Curves } {
  const classes = probabilities[0]?.length ?? 5
  return {
    perClass: Array.from({ length: classes }, (_, grade) => curvesOf(gradeCases(truth, probabilities, grade))),
    referable: curvesOf(referableCases(truth, probabilities)),
  }
}

function curvesOf(cases: BinaryCases): Curves {
  return {
    roc: rocCurve(cases.positive, cases.scores).map(({ threshold, falsePositiveRate, truePositiveRate }) => ({
      threshold: orNull(threshold),
      falsePositiveRate: orNull(falsePositiveRate),
      truePositiveRate: orNull(truePositiveRate),
    })),
    precisionRecall: precisionRecallCurve(cases).map(({ threshold, recall, precision }) => ({
      threshold,
      recall: orNull(recall),
      precision,
    })),
  }
}
