import { z } from 'zod'
import { bestModel, roundsAreOver } from '#learning/noisy-student/rounds.ts'
import { checkStudentRecipe, roundRecipe } from '#learning/noisy-student/student-recipe.ts'
import { AppError } from '#shared/errors.ts'
import type { RunId } from '#shared/ids.ts'
import { throwIfCancelled } from '#shared/progress.ts'
import { type Recipe, recipeSchema, runtimeKindSchema } from '#shared/recipe.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { Job, JobContext, JobProgress } from '../../job.ts'
import { parametersOnCard } from '../../judgement/model-card.ts'
import { ensembleOf } from '../../models/ensemble-card.ts'
import { requireTrained } from '../../models/untrained.ts'
import { lockedGroups } from '../../provenance/group-keys.ts'
import { noteCopies } from '../../provenance/note-copies.ts'
import { lockHoldOut, takeSnapshot } from '../../provenance/snapshot.ts'
import { startingModel } from '../train/starting-model.ts'
import type { trainJobRequestSchema } from '../train/train-job.ts'
import { endRound } from './judge-round.ts'
import { labelByTeacher } from './pseudo-labelling.ts'

export const noisyStudentRequestSchema = z.object({
  recipe: recipeSchema,
  runtime: runtimeKindSchema,
  rounds: z.int().min(1),
})
type NoisyStudentRequest = z.infer<typeof noisyStudentRequestSchema>

/** Rounds of teacher and student, each kept as soon as there is something to keep: its labels with its training run, its
 *  model, its verdict. Taken up again, it goes on in the round it was in. */
export const noisyStudentJob: Job = {
  kind: 'noisy-student',
  resumable: true,
  execute: async (request, context) => await takeRounds(noisyStudentRequestSchema.parse(request), context),
}

async function takeRounds(request: NoisyStudentRequest, context: JobContext) {
  const { store, run, signal, report } = context
  for (;;) {
    throwIfCancelled(signal)
    const rounds = store.rounds.ofRun(run)
    if (roundsAreOver(rounds, request.rounds)) return { best: bestModel(rounds) }
    const last = rounds.at(-1)
    const round = last?.verdict === null ? last.round : rounds.length + 1
    const told = (progress: JobProgress) => report({ ...progress, stage: `round ${round}, ${progress.stage}` })
    const training = last?.round === round ? last.run : await beginRound(request, round, { ...context, report: told })
    if (store.runs.get(training).state !== 'done') await context.part(training, told)
    await endRound(store.rounds.trainedBy(training), { ...context, report: told })
  }
}

/** The teacher's labels, and the training run that will learn from them. */
async function beginRound(
  { recipe, runtime }: NoisyStudentRequest,
  round: number,
  context: JobContext,
): Promise<RunId> {
  const { store, run, now, changes } = context
  const best = bestModel(store.rounds.ofRun(run))
  const teacher = best === null ? firstTeacher(store, recipe) : store.models.get(best)
  const ofRound = roundRecipe(recipe, round)
  noteCopies(store)
  store.transaction(() => lockHoldOut(store, ofRound))
  changes.publish({ kind: 'photographs' })
  const labels = await labelByTeacher(teacher, recipe.noisyStudent, context)
  const at = now().toISOString()
  const request: z.input<typeof trainJobRequestSchema> = { recipe: ofRound, runtime, teacher: teacher.id }
  return store.transaction(() => {
    const training = store.runs.create('train', request, at)
    takeSnapshot(store, ofRound, training, at, labels)
    // Not queued: it is this run's to carry out.
    store.runs.setState(training, 'interrupted', at)
    store.rounds.add({ of: run, round, run: training, teacher: teacher.id }, at)
    return training
  })
}

/** The model that the first student learns from. Throws `AppError('model_missing')` where there is none, and where it could
 *  not be told whether a student is better: `AppError('conflict')` without a hold-out that this teacher never saw,
 *  `AppError('recipe_invalid')` for a recipe that makes no student. */
export function firstTeacher(store: ProjectStore, recipe: Recipe): ModelRow {
  const teacher = store.models.current()
  if (!teacher) {
    throw new AppError(
      'model_missing',
      'Noisy-student rounds need a teacher, and there is no model yet. Train one first.',
    )
  }
  requireTrained(teacher, 'teach')
  if (lockedGroups(store).length === 0) {
    if (teacher.snapshot !== null) {
      throw new AppError(
        'conflict',
        'No photographs are held out to judge students by, and the current model was trained on all of them. Train a model with a hold-out first.',
      )
    }
    if (recipe.holdOut === 0) {
      throw new AppError('conflict', 'No photographs are held out to judge students by, and the recipe holds none out.')
    }
  }
  // Refuses what training would refuse, before anything is begun.
  const start = startingModel(recipe, teacher, store.models)
  const architecture = recipe.architecture === 'current' && start ? start.architecture : recipe.architecture
  checkStudentRecipe({ ...recipe, architecture }, largestNetwork(store, teacher))
  return teacher
}

/** Of an ensemble its member with most parameters. */
function largestNetwork(store: ProjectStore, model: ModelRow) {
  const networks = (ensembleOf(model)?.members ?? [model.id]).map((id) => {
    const row = store.models.get(id)
    return { architecture: row.architecture, parameters: parametersOnCard(row) }
  })
  return networks.reduce((largest, one) => ((one.parameters ?? 0) > (largest.parameters ?? 0) ? one : largest))
}
