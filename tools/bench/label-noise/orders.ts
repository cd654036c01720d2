import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import type { Grade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { findLabelIssues, qualityScores } from '#statistics/label-issues/find-label-issues.ts'
import { labelledSet } from '#statistics/label-issues/labelled-set.ts'
import { estimateBackground } from '#statistics/suspicion/background.ts'
import { learnFromReadings } from '#statistics/suspicion/cross-validated.ts'
import { type Background, nothingElseKnown, type SeenEvidence } from '#statistics/suspicion/evidence.ts'
import { weigh } from '#statistics/suspicion/suspicion.ts'
import { priorWeights, type Weights } from '#statistics/suspicion/weights.ts'

/** A labelled photograph with everything that may be known of it but the answer. */
export interface Ranked {
  readonly label: Grade
  readonly probabilities: GradeProbabilities
  readonly quality: SeenEvidence['quality']
  /** Place of the fellow eye among them. */
  readonly fellow: number | null
  readonly files: readonly Grade[]
  /** Labels of copies of the photograph. */
  readonly duplicates: readonly Grade[]
  /** Of the label's margin while it was learnt; null where it was not. */
  readonly standing: number | null
}

/** Reviews after which the weights are learnt anew, as in a project. */
const learnEvery = 25

/** The order of review that each score gives: indices, most suspicious first. `truthOf` is the reader: suspicion asks only of
 *  photographs that have come up for review, and learns from the answers. */
export function orders(
  photographs: readonly Ranked[],
  truthOf: (index: number) => Grade,
): ReadonlyMap<string, readonly number[]> {
  const set = labelledSet(
    photographs.map(({ label }) => label),
    photographs.map(({ probabilities }) => [...probabilities]),
    'normalise',
  )
  const { scores } = findLabelIssues(set)
  const found = new Map<string, readonly number[]>()
  for (const name of qualityScores) found.set(name, ascending(scores[name]))
  found.set('areaUnderMargin', ascending(photographs.map(({ standing }) => standing ?? 0)))
  const gradeOf = (index: number, isRead: ReadonlySet<number>) =>
    isRead.has(index) ? truthOf(index) : (photographs[index] as Ranked).label
  /** A fellow eye has the grade that its reader gave it, where it has been read. */
  const evidenceAfter = (isRead: ReadonlySet<number>) =>
    photographs.map(({ fellow, standing, ...one }): SeenEvidence => {
      const fellowEye = fellow === null ? null : gradeOf(fellow, isRead)
      return { ...nothingElseKnown, ...one, fellowEye, margin: standing }
    })
  const backgroundOf = (evidence: readonly SeenEvidence[]) =>
    estimateBackground(
      set,
      evidence.flatMap(({ label, fellowEye }) => (fellowEye === null ? [] : [[label, fellowEye] as const])),
    )
  const scored = (evidence: readonly SeenEvidence[], weights: Weights, by: Background) =>
    evidence.map((one) => -weigh(one, by, weights).score)
  const asItCame = evidenceAfter(new Set())
  found.set('suspicionUnlearnt', ascending(scored(asItCame, priorWeights, backgroundOf(asItCame))))

  const order: number[] = []
  const left = new Set(photographs.keys())
  while (left.size > 0) {
    const evidence = evidenceAfter(new Set(order))
    const read = order.map((index) => ({ evidence: evidence[index] as SeenEvidence, decision: truthOf(index) }))
    const learnt = learnFromReadings(backgroundOf(evidence), read)
    const score = scored(evidence, learnt.weights, learnt.background)
    const next = [...left].sort((a, b) => (score[a] as number) - (score[b] as number) || a - b).slice(0, learnEvery)
    for (const index of next) {
      left.delete(index)
      order.push(index)
    }
  }
  found.set('suspicion', order)
  return found
}

/** An order drawn at random. */
export function randomOrder(count: number, seed: number): number[] {
  const uniform = seededUniform(seed)
  return ascending(Array.from({ length: count }, uniform))
}

function ascending(scores: ArrayLike<number>): number[] {
  return Array.from(scores, (_, index) => index).sort((a, b) => (scores[a] as number) - (scores[b] as number) || a - b)
}
