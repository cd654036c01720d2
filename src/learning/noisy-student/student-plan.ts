import { createHash } from 'node:crypto'
import { predictedGrade } from '#shared/grades.ts'
import { type OedemaRisk, oedemaRisks } from '#shared/oedema.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { Recipe } from '#shared/recipe.ts'
import { requireEnough, type Sample } from '../data/dataset.ts'
import { type Fit, leastToTrain, type RunPlan } from '../data/run-plan.ts'

/** A photograph with a teacher's label. `group` is its patient or duplicate group. */
export interface PseudoPhotograph {
  /** SHA-256 of the file's bytes. */
  readonly hash: string
  readonly path: string
  readonly group: string
  /** Share of each of the five grades: what the loss goes by. */
  readonly target: GradeProbabilities
  /** Its imported oedema risk, where it has one: a teacher says nothing of that. */
  readonly oedema?: OedemaRisk | undefined
}

export function pseudoSample({ hash, path, group, target, oedema }: PseudoPhotograph): Sample {
  const risk = oedema === undefined ? {} : { oedemaTarget: oedemaRisks.map((one) => Number(one === oedema)) }
  return { hash, path, group, target, grade: predictedGrade(target), ...risk }
}

/** The plan of a run on labels alone as a student's of the same splits: a pseudo label stands in place of the photograph's
 *  own, and photographs with a reader's grade are shown more often. A fit gets no pseudo label of a group that it is watched
 *  or judged by, and none of a group in the hold-out, even where no photograph of that group has a label.
 *  Throws `AppError('too_few_photographs')` where pseudo labels leave too few others. */
export function studentPlan(
  plan: RunPlan,
  pseudo: readonly Sample[],
  recipe: Recipe,
  lockedGroups: readonly string[],
): RunPlan {
  const heldOut = [...lockedGroups, ...groupsOf(plan.fits[0]?.predict ?? [])]
  const replaced = new Set(pseudo.map(({ hash }) => hash))
  const fits = plan.fits.map((fit): Fit => {
    const closed = new Set([...heldOut, ...groupsOf(fit.validation), ...groupsOf(fit.predict)])
    const labelled = fit.train.filter(({ hash }) => !replaced.has(hash))
    requireEnough(labelled, 'besides the pseudo labels', leastToTrain)
    const train = labelled.flatMap((sample) => repeated(sample, recipe.noisyStudent.reviewedWeight))
    return { ...fit, train, pseudo: pseudo.filter(({ group }) => !closed.has(group)) }
  })
  const content = JSON.stringify([
    plan.fingerprint,
    pseudo.map(({ hash, target, oedemaTarget }) => [
      hash,
      target,
      ...(recipe.oedema && oedemaTarget ? [oedemaTarget] : []),
    ]),
    fits.map((fit) => fit.pseudo?.map(({ hash }) => hash)),
  ])
  return { ...plan, fits, fingerprint: createHash('sha256').update(content).digest('hex') }
}

function groupsOf(samples: readonly Sample[]): string[] {
  return samples.map(({ group }) => group)
}

function repeated(sample: Sample, reviewedWeight: number): Sample[] {
  return new Array<Sample>(sample.reviewed ? reviewedWeight : 1).fill(sample)
}
