import type { ComparedFigure, Round } from '#shared/contract/noisy-student.ts'
import { count, counted } from '../../../ui/count.ts'

export type RoundState = 'accepted' | 'rejected' | 'unjudged' | 'training'

export function roundState({ verdict }: Pick<Round, 'verdict'>): RoundState {
  return verdict ?? 'training'
}

export const roundStateWords: Readonly<Record<RoundState, string>> = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  unjudged: 'Cannot be judged; kept as a candidate',
  training: 'Not judged yet',
}

/** "120 pseudo labels (100 unlabelled, 20 suspects), 40 % of each batch", naming only the sources there are. */
export function pseudoSentence({ total, unlabelled, doubtful, suspect, share }: Round['pseudoLabels']): string {
  if (total === 0) return 'No pseudo labels'
  const sources = [
    unlabelled > 0 ? `${count(unlabelled)} unlabelled` : null,
    doubtful > 0 ? `${count(doubtful)} doubted by readers` : null,
    suspect > 0 ? counted(suspect, 'suspect') : null,
  ].filter((source) => source !== null)
  const ofBatch = share === null ? '' : `, ${shareText(share)} of each batch`
  return `${counted(total, 'pseudo label')} (${sources.join(', ')})${ofBatch}`
}

/** "0.512 against 0.480, +0.032 (95 %: -0.010 to +0.071)". */
export function comparedSentence({ student, best, difference, interval: [low, high] }: ComparedFigure): string {
  const figures = `${figure(student)} against ${figure(best)}`
  if (difference === null) return figures
  const range = low === null || high === null ? 'no interval' : `95 %: ${signed(low)} to ${signed(high)}`
  return `${figures}, ${signed(difference)} (${range})`
}

/** Whole per cents, but for what they would make nothing. */
const shareText = (share: number) => (share > 0 && share < 0.005 ? 'under 1 %' : `${Math.round(share * 100)} %`)

const figure = (value: number | null) => (value === null ? '–' : value.toFixed(3))
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
