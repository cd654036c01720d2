import type { Epoch } from '#shared/contract/common.ts'
import { grades } from '#shared/grades.ts'

/** A curve's points as a chart takes them: one list of epochs, one list of values for each line, null where undefined. */
export type CurveData = [number[], ...(number | null)[][]]

/** Of training and, where there is one, of validation. */
export function lossCurves(epochs: readonly Epoch[], validated: boolean): CurveData {
  return [
    epochs.map((epoch) => epoch.epoch),
    epochs.map((epoch) => epoch.trainLoss),
    ...(validated ? [epochs.map((epoch) => epoch.validationLoss)] : []),
  ]
}

/** Kappa, the lower and upper end of its interval, and, where `oedema` is learnt, too, the kappa of its risks. */
export function kappaCurves(epochs: readonly Epoch[], oedema: boolean): CurveData {
  return [
    epochs.map((epoch) => epoch.epoch),
    epochs.map((epoch) => epoch.qwk),
    epochs.map((epoch) => epoch.qwkInterval?.[0] ?? null),
    epochs.map((epoch) => epoch.qwkInterval?.[1] ?? null),
    ...(oedema ? [epochs.map((epoch) => epoch.oedema?.qwk ?? null)] : []),
  ]
}

/** Of each grade against the rest, on the photographs that validate epochs. */
export function aucCurves(epochs: readonly Epoch[]): CurveData {
  return [
    epochs.map((epoch) => epoch.epoch),
    ...grades.map((grade) => epochs.map((epoch) => epoch.aucPerGrade?.[grade] ?? null)),
  ]
}

/** Learning rate of the head, thousandths: an axis has no room for more noughts. */
export function rateCurve(epochs: readonly Epoch[]): CurveData {
  return [epochs.map((epoch) => epoch.epoch), epochs.map((epoch) => epoch.learningRate * 1000)]
}

/** Range of the horizontal axis: the whole run from its first epoch, so that the curve grows into its place. */
export function epochRange(planned: number): [number, number] {
  return [1, Math.max(planned, 2)]
}

/** Range of the kappa axis: 0 to 1, and below 0 only when a value is. */
export function kappaRange(epochs: readonly Epoch[]): [number, number] {
  const shown = epochs.flatMap(({ qwk, qwkInterval, oedema }) => [qwkInterval?.[0] ?? qwk ?? 0, oedema?.qwk ?? 0])
  const least = Math.min(0, ...shown)
  return [Math.max(-1, Math.floor(least * 10) / 10), 1]
}
