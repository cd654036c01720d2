import { createHash } from 'node:crypto'
import type { Recipe } from '#shared/recipe.ts'
import { requireEnough, requireOedemaLabels, type Sample } from './dataset.ts'
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

/** Everything a run will do, before it does it. No fit is shown a label of what it predicts. Two things reach folds by a
 *  detour: they have no validation part, and where the recipe stops early or lowers its rate on a plateau they go by the main
 *  fit's figures, on photographs that some of them predict; and a student's folds learn what a teacher says of other
 *  photographs, who may have learnt from those that they predict. */
export interface RunPlan {
  readonly fits: readonly Fit[]
  readonly memberships: readonly Membership[]
  /** SHA-256 over photographs, labels, recipe and what it starts from: a run resumes only where it would do the same. */
  readonly fingerprint: string
}

/** Least photographs that a fit can learn anything from. */
export const leastToTrain = 8

/** Lays out the main fit and one more for every fold. The folds divide everything outside the hold-out, so that each
 *  photograph there is predicted once by a fit that never saw it; the hold-out is predicted by the main fit.
 *  `beginning`: names what the fits start from, null for scratch. Throws
 *  `AppError('too_few_photographs')`, and `AppError('recipe_invalid')` where oedema risks have no label to be learnt from. */
export function planRun(
  samples: readonly Sample[],
  recipe: Recipe,
  lockedGroups: readonly string[],
  beginning: string | null,
): RunPlan {
  const { holdOut, validation, seed, folds } = recipe
  const split = splitSamples(samples, { lockedGroups, holdOut, validation, seed })
  requireEnough(split.train, 'to train on', leastToTrain)
  requireOedemaLabels(split.train, recipe, 'to train on')
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
    requireOedemaLabels(train, recipe, `outside fold ${index + 1}`)
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
  // Groups count by the parts they make: their names change with the photographs that come to them.
  const labels = samples.map(({ hash, target, oedemaTarget }) => [
    ...[hash, target],
    ...(recipe.oedema && oedemaTarget ? [oedemaTarget] : []),
  ])
  const content = JSON.stringify([labels, memberships, recipe, beginning])
  return { fits: [main, ...others], memberships, fingerprint: createHash('sha256').update(content).digest('hex') }
}

/** The plan without photographs that cannot be read: they leave gaps, and all others stay in the part and the fold they are
 *  in. The same run whatever went missing or came back, so that it can be resumed either way. `readable`: hashes. Throws as
 *  `planRun` where what is left is too little. */
export function readablePart(plan: RunPlan, readable: ReadonlySet<string>, recipe: Recipe): RunPlan {
  const here = <P extends { readonly hash: string }>(list: readonly P[]) =>
    list.filter(({ hash }) => readable.has(hash))
  const fits = plan.fits.map((fit): Fit => {
    const train = here(fit.train)
    requireEnough(train, 'that can be read', leastToTrain)
    requireOedemaLabels(train, recipe, 'that can be read')
    const { validation, predict, pseudo } = fit
    return { ...fit, train, validation: here(validation), predict: here(predict), pseudo: pseudo && here(pseudo) }
  })
  return { ...plan, fits, memberships: here(plan.memberships) }
}
