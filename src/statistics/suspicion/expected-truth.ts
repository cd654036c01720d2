import { gradeCount, isGrade } from '#shared/grades.ts'
import { scaledRow } from '../label-issues/matrix-scaling.ts'
import { truthPosterior } from '../label-issues/ordinal-quality.ts'
import type { ReadLabel } from './cross-validated.ts'
import type { Background, SeenEvidence } from './evidence.ts'
import { weigh } from './suspicion.ts'
import type { Weights } from './weights.ts'

/** How many labels of each grade (rows) have each true grade (columns), as far as is expected: a label that was read counts for
 *  what was found, another as its suspicion says, wrong by that probability and, if wrong, another grade as the model and the
 *  way labels of the project go wrong make likely. Confident learning alone would take all that a weak model does not
 *  recognise for errors. One that was found ungradable has no true grade: it is in no column, and the sum falls short of the
 *  labels by it. `read`: of `labels`, those that readers have decided on. */
export function expectedTruth(
  labels: readonly SeenEvidence[],
  read: ReadonlyMap<SeenEvidence, ReadLabel['decision']>,
  background: Background,
  weights: Weights,
): number[][] {
  const joint = Array.from({ length: gradeCount }, () => new Array<number>(gradeCount).fill(0))
  for (const evidence of labels) {
    const { label, probabilities } = evidence
    const row = joint[label] as number[]
    const found = read.get(evidence)
    if (found === 'ungradable') continue
    if (isGrade(found)) {
      row[found] = (row[found] as number) + 1
      continue
    }
    const { score } = weigh(evidence, background, weights)
    const posterior = truthPosterior(background.channel, scaledRow(background.scaling, probabilities), label)
    const others = 1 - (posterior[label] as number)
    for (const [grade, share] of posterior.entries()) {
      const chance = grade === label ? 1 - score : others > 0 ? (score * share) / others : score / (gradeCount - 1)
      row[grade] = (row[grade] as number) + chance
    }
  }
  return joint
}
