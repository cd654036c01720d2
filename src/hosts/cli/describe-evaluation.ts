import type { EvaluationReport } from '#shared/contract/training.ts'
import { gradeNames } from '#shared/grades.ts'
import { columns, figure } from './words.ts'

/** What a model is judged by, in words and one table. */
export function describeEvaluation(report: EvaluationReport): string {
  const [low, high] = report.qwkInterval
  const rows = report.perClass.map(({ grade, precision, sensitivity, specificity, f1, auc }) => [
    `${grade} ${gradeNames[grade] ?? ''}`.trim(),
    ...[precision, sensitivity, specificity, f1, auc].map((value) => figure(value)),
    ...(report.confusion[grade] ?? []).map(String),
  ])
  const header = ['grade', 'precision', 'sensitivity', 'specificity', 'F1', 'AUC', 'predicted as 0', '1', '2', '3', '4']
  return [
    `${report.n} photographs: quadratic kappa ${figure(report.qwk)} (${figure(low)} to ${figure(high)}), accuracy ${figure(report.accuracy)}, mean AUC ${figure(report.averageAuc)}, calibration error ${figure(report.expectedCalibrationError)}.`,
    `Referable: sensitivity ${figure(report.referable.sensitivity)}, specificity ${figure(report.referable.specificity)}, AUC ${figure(report.referable.auc)}.`,
    columns([header.slice(0, 6 + report.confusion.length), ...rows]),
  ].join('\n')
}
