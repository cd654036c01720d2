import { argMax } from '#numerics/arg-max.ts'
import type { PseudoSource } from '#shared/contract/noisy-student.ts'
import { type Grade, gradeCount, predictedGrade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { NoisyStudentSettings } from '#shared/recipe/noisy-student.ts'

/** What is known of a distinct photograph before the teacher's label is taken. */
export interface TaughtPhotograph {
  /** SHA-256 of the file's bytes. */
  readonly hash: string
  /** Patient or duplicate group. */
  readonly group: string
  readonly state: 'unlabelled' | 'doubtful' | 'imported' | 'reviewed'
  /** The grade it has so far, where it has one. */
  readonly grade: Grade | null
  /** The teacher's. Where the photograph has a label, they count only from fits that never learnt from it. */
  readonly probabilities: GradeProbabilities
}

export interface PseudoLabel {
  readonly hash: string
  readonly source: PseudoSource
  readonly target: GradeProbabilities
}

/** The labels a student takes from its teacher, in the order of the photographs' hashes. A reviewed grade always stands;
 *  no photograph of a locked group gets one; the teacher must be as sure as the settings say, and of an imported label
 *  it must disagree. */
export function choosePseudoLabels(
  photographs: readonly TaughtPhotograph[],
  settings: NoisyStudentSettings,
  lockedGroups: readonly string[],
): PseudoLabel[] {
  const locked = new Set(lockedGroups)
  const sure = photographs.flatMap((photograph) => {
    const source = sourceOf(photograph, settings)
    if (source === null || locked.has(photograph.group) || confidence(photograph) < settings.threshold) return []
    return [{ ...photograph, source }]
  })
  const kept = settings.balance ? evenShares(sure) : sure
  return kept
    .map(({ hash, source, probabilities }) => {
      return { hash, source, target: settings.labels === 'hard' ? oneHot(probabilities) : probabilities }
    })
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
}

function sourceOf(
  { state, grade, probabilities }: TaughtPhotograph,
  settings: NoisyStudentSettings,
): PseudoSource | null {
  if (state === 'reviewed') return null
  if (state !== 'imported') return state
  return settings.suspects && predictedGrade(probabilities) !== grade ? 'suspect' : null
}

function confidence({ probabilities }: TaughtPhotograph): number {
  return Math.max(...probabilities)
}

/** Of each grade at most as many as all of them divided by the grades there are; those the teacher is surest of. */
function evenShares<P extends TaughtPhotograph>(photographs: readonly P[]): P[] {
  const byGrade = Array.from({ length: gradeCount }, (): P[] => [])
  for (const photograph of photographs) byGrade[predictedGrade(photograph.probabilities)]?.push(photograph)
  const present = byGrade.filter((ofGrade) => ofGrade.length > 0).length
  const most = Math.ceil(photographs.length / Math.max(1, present))
  return byGrade.flatMap((ofGrade) =>
    ofGrade.sort((a, b) => confidence(b) - confidence(a) || (a.hash < b.hash ? -1 : 1)).slice(0, most),
  )
}

function oneHot(probabilities: GradeProbabilities): GradeProbabilities {
  const grade = argMax(probabilities)
  const at = (index: number) => Number(index === grade)
  return [at(0), at(1), at(2), at(3), at(4)]
}
