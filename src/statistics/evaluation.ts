import { argMax } from '#numerics/arg-max.ts'
import type { EvaluationReport } from '#shared/contract/training.ts'
import { averageAuc, classAucs, referableAuc } from './auc.ts'
import { expectedCalibrationError, gradeReliability } from './calibration.ts'
import { accuracy, classFigures, referableFigures } from './classification.ts'
import { confusionMatrix, requireSameLength } from './confusion.ts'
import { kappaInterval, matrixKappa } from './kappa.ts'
import { averagePrecision } from './precision-recall.ts'
import { gradeCases, referableCases } from './threshold-counts.ts'

export interface EvaluationOptions {
  /** Patient of each photograph, for the interval. */
  readonly groups?: readonly (string | number)[] | undefined
  readonly seed: number
  /** Number of classes; that of the first row of probabilities if absent, 5 where there is no row. */
  readonly classes?: number
  readonly replicates?: number
}

/** Everything a model is judged by, in the form of the command line's `evaluate` and `stats metrics`.
 *  `truth`: n grades; `probabilities`: n rows of k. The predicted grade is the arg-max, the first on ties; the
 *  interval is a 95 % bootstrap by group. Undefined figures are null. Throws `AppError('length_mismatch')`. */
export function evaluate(
  truth: readonly number[],
  probabilities: readonly ArrayLike<number>[],
  { groups, seed, classes = probabilities[0]?.length ?? 5, replicates = 1000 }: EvaluationOptions,
): EvaluationReport {
  requireSameLength(truth, probabilities, 'The grades and the probabilities')
  for (const row of probabilities) {
    requireSameLength(row, { length: classes }, 'A row of probabilities and the grades')
  }
  const predicted = probabilities.map((row) => argMax(row))
  const confusion = confusionMatrix(truth, predicted, classes)
  const aucs = classAucs(truth, probabilities, classes)
  const [low, high] = kappaInterval(truth, predicted, { groups, seed, classes, replicates })
  const precisions = aucs.map((_, grade) => averagePrecision(gradeCases(truth, probabilities, grade)))
  const bins = gradeReliability(truth, probabilities)
  const referable = referableFigures(confusion)
  return {
    n: truth.length,
    qwk: orNull(matrixKappa(confusion)),
    qwkInterval: [orNull(low), orNull(high)],
    linearKappa: orNull(matrixKappa(confusion, 'linear')),
    accuracy: orNull(accuracy(confusion)),
    confusion,
    perClass: aucs.map((auc, grade) => {
      const figures = classFigures(confusion, grade)
      return {
        grade,
        precision: orNull(figures.precision),
        sensitivity: orNull(figures.sensitivity),
        specificity: orNull(figures.specificity),
        f1: orNull(figures.f1),
        auc: orNull(auc),
        averagePrecision: orNull(precisions[grade] as number),
      }
    }),
    averageAuc: orNull(averageAuc(aucs)),
    meanAveragePrecision: orNull(averageAuc(precisions)),
    expectedCalibrationError: orNull(expectedCalibrationError(bins)),
    reliability: bins,
    referable: {
      sensitivity: orNull(referable.sensitivity),
      specificity: orNull(referable.specificity),
      auc: orNull(referableAuc(truth, probabilities)),
      averagePrecision: orNull(averagePrecision(referableCases(truth, probabilities))),
    },
  }
}

/** JSON has no NaN. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
