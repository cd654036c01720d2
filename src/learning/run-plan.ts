import { createHash } from 'node:crypto'
import type { Recipe } from '#shared/recipe.ts'
import { requireEnough, type Sample } from './dataset.ts'
import { foldSamples, type Part, splitSamples } from './splits.ts'

/** One training of a network from its start to its last epoch. */
export interface Fit {
  /** "main" or "fold 2 of 3". */
  readonly name: string
  /** 0 for the main fit, else the fold's number, from 1. */
  readonly fold: number
  readonly train: readonly Sample[]
  /** What it learns from besides, with a teacher's labels. */
  readonly pseudo?: readonly Sample[] | undefined
  /** Watched after every epoch: schedules, early stop and a regression's thresholds may go by it; never trained on. */
  readonly validation: readonly Sample[]
  /** Never seen by this fit; predicted at its end. */
  readonly predict: readonly Sample[]
}

/** The part of the main fit that a photograph is in, and the fold whose fit never sees it. */
export interface Membership {
  readonly hash: string
  readonly part: Part
  readonly fold: number | null
}

/** Everything a run will do, before it does it. */
export interface RunPlan {
  readonly fits: readonly Fit[]
  readonly memberships: readonly Membership[]
  /** SHA-256 over photographs, labels, recipe and start: a run resumes only where it would do the same. */
  readonly fingerprint: string
}

/** Least photographs that a fit can learn anything from. */
export const leastToTrain = 8

/** Lays out the main fit and one more for every fold. The folds divide everything outside the hold-out, so that each
 *  photograph there is predicted once by a fit that never saw it; the hold-out is predicted by the main fit.
 *  Throws `AppError('too_few_photographs')`. */
export function planRun(
  samples: readonly Sample[],
  recipe: Recipe,
  lockedGroups: readonly string[],
  parent: string | null,
): RunPlan {
  const { holdOut, validation, seed, folds } = recipe
  const split = splitSamples(samples, { lockedGroups, holdOut, validation, seed })
  requireEnough(split.train, 'to train on', leastToTrain)
  const open = [...split.train, ...split.validation]
  const parts = folds > 0 ? foldSamples(open, folds, seed) : []
  const main: Fit = {
    name: 'main',
    fold: 0,
    train: split.train,
    validation: split.validation,
    predict: split.holdOut,
  }
  const others = parts.map((part, index): Fit => {
    const train = parts.filter((_, other) => other !== index).flat()
    requireEnough(train, `outside fold ${index + 1}`, leastToTrain)
    return { name: `fold ${index + 1} of ${folds}`, fold: index + 1, train, validation: [], predict: part }
  })
  const foldOf = new Map(parts.flatMap((part, index) => part.map((sample) => [sample.hash, index + 1] as const)))
  const membersOf = (part: Part, list: readonly Sample[]) =>
    list.map(({ hash }): Membership => ({ hash, part, fold: foldOf.get(hash) ?? null }))
  const memberships = [
    ...membersOf('train', split.train),
    ...membersOf('validation', split.validation),
    ...membersOf('hold-out', split.holdOut),
  ]
  const labels = samples.map(({ hash, group, target }) => [hash, group, target])
  const content = JSON.stringify([labels, memberships, recipe, parent])
  return { fits: [main, ...others], memberships, fingerprint: createHash('sha256').update(content).digest('hex') }
}
