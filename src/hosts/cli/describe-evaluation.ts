import type { OedemaFigures } from '#shared/contract/common.ts'
import type { ModelEvaluation } from '#shared/contract/training.ts'
import { gradeNames } from '#shared/grades.ts'
import { columns, figure } from './words.ts'

/** What a model is judged by, in words and one table. */
export function describeEvaluation(report: ModelEvaluation): string {
  const [low, high] = report.qwkInterval
  const rows = report.perClass.map(({ grade, precision, sensitivity, specificity, f1, auc, averagePrecision }) => [
    `${grade} ${gradeNames[grade] ?? ''}`.trim(),
    ...[precision, sensitivity, specificity, f1, auc, averagePrecision].map((value) => figure(value)),
    ...(report.confusion[grade] ?? []).map(String),
  ])
  const predicted = report.confusion.map((_, grade) => (grade === 0 ? 'predicted as 0' : String(grade)))
  const header = ['grade', 'precision', 'sensitivity', 'specificity', 'F1', 'AUC', 'average precision', ...predicted]
  return [
    `${report.n} photographs: quadratic kappa ${figure(report.qwk)} (${figure(low)} to ${figure(high)}), linear ${figure(report.linearKappa)}, accuracy ${figure(report.accuracy)}, mean AUC ${figure(report.averageAuc)}, calibration error ${figure(report.expectedCalibrationError)}.`,
    `Referable: sensitivity ${figure(report.referable.sensitivity)}, specificity ${figure(report.referable.specificity)}, AUC ${figure(report.referable.auc)}.`,
    ...(report.oedema ? [describeOedema(report.oedema)] : []),
    columns([header, ...rows]),
  ].join('\n')
}

/** How well oedema risks are told, in a sentence. */
export function describeOedema({ n, qwk, anyRiskAuc, referableAuc }: OedemaFigures): string {
  return `Oedema risk, ${n} photographs: quadratic kappa ${figure(qwk)}, AUC of any risk ${figure(anyRiskAuc)}, of risk 2 ${figure(referableAuc)}.`
}
