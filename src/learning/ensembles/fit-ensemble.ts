import type { Grade } from '#shared/grades.ts'
import { gradeCount } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { fitStacker, predictStacker, type Stacker, type StackerOptions } from '#statistics/stacking/stacker.ts'
import { requireEnough, type Sample } from '../data/dataset.ts'
import { seedOf } from '../data/seeds.ts'
import { foldSamples } from '../data/splits.ts'
import type { EnsembleFile } from './ensemble-file.ts'
import { meanOfMembers } from './features.ts'

/** A graded photograph that no member learnt from: `features` are made of out-of-fold probabilities. */
export interface StackingCase {
  readonly features: readonly number[]
  readonly grade: Grade
  /** Its patient or duplicate group. */
  readonly group: string
}

export interface FittedStacker {
  readonly stacker: Stacker
  /** Of each case, in their order, by a meta-learner that was not fitted to its group. */
  readonly outOfFold: readonly { readonly fold: number; readonly probabilities: GradeProbabilities }[]
}

/** Parts for predictions of the cases themselves. */
const folds = 5
const fewest = 20

/** Fits the meta-learner to all cases, and once to all but each fifth of the groups. Throws
 *  `AppError('too_few_photographs')` for fewer than 20 cases, two groups or two grades. */
export function fitStackedCases(cases: readonly StackingCase[], options: StackerOptions, seed: number): FittedStacker {
  const samples = cases.map(
    ({ grade, group }, index): Sample => ({ hash: `${index}`, path: '', group, grade, target: [] }),
  )
  requireEnough(samples, 'that every member has scored and never saw', fewest)
  const outOfFold = new Array<{ fold: number; probabilities: GradeProbabilities }>(cases.length)
  for (const [part, held] of foldSamples(samples, folds, seed).entries()) {
    const away = new Set(held.map(({ hash }) => Number(hash)))
    const rest = cases.filter((_, index) => !away.has(index))
    if (away.size === 0 || rest.length === 0) continue
    const stacker = fitTo(rest, options, seedOf(seed, 'fold', part))
    for (const index of away) {
      const [probabilities = []] = predictStacker(stacker, [cases[index]?.features ?? []])
      outOfFold[index] = { fold: part + 1, probabilities: fiveOf(probabilities) }
    }
  }
  return { stacker: fitTo(cases, options, seedOf(seed, 'all')), outOfFold }
}

function fitTo(cases: readonly StackingCase[], options: StackerOptions, seed: number): Stacker {
  const grades = cases.map(({ grade }) => grade)
  return fitStacker(
    cases.map(({ features }) => features),
    grades,
    gradeCount,
    options,
    seed,
  )
}

/** The ensemble's probabilities from rows of features. */
export function combineRows(
  { stacker }: Pick<EnsembleFile, 'stacker'>,
  rows: readonly (readonly number[])[],
): GradeProbabilities[] {
  return (stacker ? predictStacker(stacker, rows) : rows.map(meanOfMembers)).map(fiveOf)
}

function fiveOf([p0 = 0, p1 = 0, p2 = 0, p3 = 0, p4 = 0]: readonly number[]): GradeProbabilities {
  return [p0, p1, p2, p3, p4]
}
