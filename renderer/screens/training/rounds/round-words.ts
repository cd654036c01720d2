import type { Round } from '#shared/contract/noisy-student.ts'
import type { ComparedFigure } from '#shared/contract/verdicts.ts'
import { gradeNames } from '#shared/grades.ts'
import type { Evaluation } from '../../../data/contract-types.ts'
import { count, counted } from '../../../ui/count.ts'
import { leastToJudge } from '../candidate/grade-comparison.ts'

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

/** What rounds can come to where fewer photographs of Mild or Moderate are locked away than a verdict needs; null where there
 *  are enough, or none is known yet. `evaluation`: of the first teacher, on what is locked away. */
export function tooFewSentence(evaluation: Pick<Evaluation, 'n' | 'confusion'>): string | null {
  if (evaluation.n === 0) return null
  const few = judgedGrades.flatMap((grade) => {
    const eyes = (evaluation.confusion[grade] ?? []).reduce((sum, n) => sum + n, 0)
    return eyes < leastToJudge
      ? [`${eyes === 0 ? 'none is' : `only ${eyes} ${eyes === 1 ? 'is' : 'are'}`} ${gradeNames[grade]}`]
      : []
  })
  if (few.length === 0) return null
  return `Of the photographs locked away, ${few.join(' and ')}: with fewer than ${leastToJudge} of each, a round ends in “cannot be judged”.`
}

/** Grades that a student must find as well as its teacher does. */
const judgedGrades = [1, 2] as const

/** Whole per cents, but for what they would make nothing. */
const shareText = (share: number) => (share > 0 && share < 0.005 ? 'under 1 %' : `${Math.round(share * 100)} %`)

const figure = (value: number | null) => (value === null ? '–' : value.toFixed(3))
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
