import type { Epoch } from '#shared/contract/common.ts'

/** A curve's points as a chart takes them: one list of epochs, one list of values for each line, null where undefined. */
export type CurveData = [number[], ...(number | null)[][]]

export function lossCurves(epochs: readonly Epoch[]): CurveData {
  return [
    epochs.map((epoch) => epoch.epoch),
    epochs.map((epoch) => epoch.trainLoss),
    epochs.map((epoch) => epoch.validationLoss),
  ]
}

/** Kappa, and the lower and upper end of its interval. */
export function kappaCurves(epochs: readonly Epoch[]): CurveData {
  return [
    epochs.map((epoch) => epoch.epoch),
    epochs.map((epoch) => epoch.qwk),
    epochs.map((epoch) => epoch.qwkInterval?.[0] ?? null),
    epochs.map((epoch) => epoch.qwkInterval?.[1] ?? null),
  ]
}

/** Range of the horizontal axis: the whole run from its first epoch, so that the curve grows into its place. */
export function epochRange(planned: number): [number, number] {
  return [1, Math.max(planned, 2)]
}

/** Range of the kappa axis: 0 to 1, and below 0 only when a value is. */
export function kappaRange(epochs: readonly Epoch[]): [number, number] {
  const least = Math.min(0, ...epochs.flatMap((epoch) => epoch.qwkInterval?.[0] ?? epoch.qwk ?? []))
  return [Math.max(-1, Math.floor(least * 10) / 10), 1]
}
