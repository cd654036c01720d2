import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import type { Decision } from '#shared/grades.ts'
import { isGrade } from '#shared/grades.ts'
import { wilsonInterval } from '../ledger/wilson.ts'
import { afterReviews } from './background.ts'
import type { Background, SeenEvidence } from './evidence.ts'
import { weigh } from './suspicion.ts'
import { learnWeights, priorWeights } from './weights.ts'

/** A label that has been read, with all that bore on it before. */
export interface ReadLabel {
  readonly evidence: SeenEvidence
  readonly decision: Decision
}

/** What is learnt from labels that have been read: how labels go wrong, and what each term counts for. `before`: as it was
 *  without them. */
export function learnFromReadings(before: Background, read: readonly ReadLabel[]) {
  const background = afterReviews(
    before,
    read.flatMap(({ evidence, decision }) => (isGrade(decision) ? [{ ...evidence, truth: decision }] : [])),
  )
  const weights = learnWeights(
    read.map(({ evidence, decision }) => ({
      values: weigh(evidence, background, priorWeights).values,
      wrong: decision !== evidence.label,
    })),
  )
  return { background, weights }
}

/** The suspicion of each label that has been read, by what is learnt from the readings of the other parts alone. */
export function crossValidated(before: Background, read: readonly ReadLabel[], seed: number, parts = 5): number[] {
  const uniform = seededUniform(seed)
  const partOf = read.map(() => Math.floor(uniform() * parts))
  const scores = new Array<number>(read.length).fill(Number.NaN)
  for (let part = 0; part < parts; part++) {
    const { background, weights } = learnFromReadings(
      before,
      read.filter((_, index) => partOf[index] !== part),
    )
    for (const [index, { evidence }] of read.entries()) {
      if (partOf[index] === part) scores[index] = weigh(evidence, background, weights).score
    }
  }
  return scores
}

export interface SuspicionBin {
  readonly n: number
  /** Mean suspicion. */
  readonly suspicion: number
  /** Share that was found wrong, and its 95 % interval. */
  readonly wrong: number
  readonly interval: readonly [number, number]
}

/** Suspicion beside what readers found, in `count` bins of as many labels each: suspicions crowd at both ends, where equal
 *  widths would leave most bins empty. */
export function suspicionBins(scores: readonly number[], wrong: readonly boolean[], count = 10): SuspicionBin[] {
  const order = scores.map((_, index) => index).sort((a, b) => (scores[a] as number) - (scores[b] as number) || a - b)
  const bins = Math.min(count, order.length)
  return Array.from({ length: bins }, (_, bin) => {
    const members = order.slice(Math.round((bin * order.length) / bins), Math.round(((bin + 1) * order.length) / bins))
    const bad = members.filter((index) => wrong[index]).length
    return {
      n: members.length,
      suspicion: members.reduce((sum, index) => sum + (scores[index] as number), 0) / members.length,
      wrong: bad / members.length,
      interval: wilsonInterval(bad, members.length),
    }
  })
}
