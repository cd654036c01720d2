import { z } from 'zod'
import { AppError, assertNever } from '#shared/errors.ts'
import { requireSameLength } from '../confusion.ts'
import {
  fitOrdinalLogistic,
  ordinalLogisticOptions,
  ordinalLogisticRow,
  ordinalLogisticSchema,
} from './ordinal-logistic.ts'
import { fitSvm, svmOptions, svmRow, svmSchema } from './svm/svm.ts'
import { boostingOptions, boostingRow, boostingSchema, fitBoosting } from './trees/boosting.ts'
import { fitForest, forestOptions, forestRow, forestSchema } from './trees/forest.ts'

/** How several models' probabilities are made into one model's. */
export const stackerOptionsSchema = z.discriminatedUnion('by', [
  ordinalLogisticOptions,
  forestOptions,
  boostingOptions,
  svmOptions,
])
export type StackerOptions = z.infer<typeof stackerOptionsSchema>

export const stackers = ['logistic', 'forest', 'boosting', 'svm'] as const satisfies readonly StackerOptions['by'][]

/** A fitted meta-learner, plain JSON. */
export const stackerSchema = z.object({
  classes: z.int().min(1),
  /** Features a row. */
  width: z.int(),
  /** Classes that were learnt, ascending; the others have probability 0. The learner knows them by their place here. */
  learnt: z.array(z.int()).min(1),
  /** Null where only one class was learnt. */
  learner: z.discriminatedUnion('by', [ordinalLogisticSchema, forestSchema, boostingSchema, svmSchema]).nullable(),
})
export type Stacker = z.infer<typeof stackerSchema>

/** Fits a meta-learner. `features`: n rows of d numbers about 0 … 1, such as the members' probabilities side by side;
 *  `targets`: n of 0 … classes-1. The same for the same seed. Throws `AppError('length_mismatch')`, or
 *  `AppError('too_few_photographs')` without any case. */
export function fitStacker(
  features: readonly (readonly number[])[],
  targets: readonly number[],
  classes: number,
  options: StackerOptions,
  seed: number,
): Stacker {
  requireSameLength(targets, features, 'The grades and the features')
  const learnt = Array.from({ length: classes }, (_, k) => k).filter((k) => targets.includes(k))
  if (learnt.length === 0) throw new AppError('too_few_photographs', 'There is no case to fit a meta-learner to.')
  const width = features[0]?.length ?? 0
  for (const row of features) requireSameLength(row, { length: width }, 'A row of features and the first one')
  const places = targets.map((target) => learnt.indexOf(target))
  const learner = learnt.length > 1 ? fitLearner(features, places, learnt.length, options, seed) : null
  return { classes, width, learnt, learner }
}

/** n rows of `classes` probabilities. Throws `AppError('length_mismatch')`. */
export function predictStacker(stacker: Stacker, features: readonly (readonly number[])[]): number[][] {
  return features.map((row) => {
    requireSameLength(row, { length: stacker.width }, 'A row of features and what was learnt from')
    const found = stacker.learner ? learnerRow(stacker.learner, row) : [1]
    const probabilities = new Array<number>(stacker.classes).fill(0)
    for (const [place, k] of stacker.learnt.entries()) probabilities[k] = found[place] as number
    return probabilities
  })
}

function fitLearner(
  features: readonly (readonly number[])[],
  targets: readonly number[],
  classes: number,
  options: StackerOptions,
  seed: number,
): NonNullable<Stacker['learner']> {
  switch (options.by) {
    case 'logistic':
      return fitOrdinalLogistic(features, targets, classes, options)
    case 'forest':
      return fitForest(features, targets, classes, options, seed)
    case 'boosting':
      return fitBoosting(features, targets, classes, options)
    case 'svm':
      return fitSvm(features, targets, classes, options, seed)
    default:
      return assertNever(options)
  }
}

function learnerRow(learner: NonNullable<Stacker['learner']>, row: readonly number[]): number[] {
  switch (learner.by) {
    case 'logistic':
      return ordinalLogisticRow(learner, row)
    case 'forest':
      return forestRow(learner, row)
    case 'boosting':
      return boostingRow(learner, row)
    case 'svm':
      return svmRow(learner, row)
    default:
      return assertNever(learner)
  }
}
