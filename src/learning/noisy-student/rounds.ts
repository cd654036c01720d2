import type { RoundVerdict } from '#shared/contract/verdicts.ts'
import type { ModelId } from '#shared/ids.ts'

/** A round as far as it decides what comes after it. */
export interface PastRound {
  readonly teacher: ModelId
  readonly model: ModelId | null
  readonly verdict: RoundVerdict | null
}

/** Rejections, in a row or not, after which no more rounds are tried. */
const mostRejections = 2

/** Whether no round follows: all that were asked for are judged, or two were rejected. */
export function roundsAreOver(rounds: readonly PastRound[], most: number): boolean {
  const verdicts = rounds.map(({ verdict }) => verdict)
  if (verdicts.at(-1) === null) return false
  return verdicts.length >= most || verdicts.filter((verdict) => verdict === 'rejected').length >= mostRejections
}

/** The model that the next student learns from and is held against: the last accepted one, else the first teacher; null
 *  before the first round. */
export function bestModel(rounds: readonly PastRound[]): ModelId | null {
  return rounds.findLast(({ verdict }) => verdict === 'accepted')?.model ?? rounds[0]?.teacher ?? null
}
