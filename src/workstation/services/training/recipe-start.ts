import { samplesOf } from '#learning/data/dataset.ts'
import { planRun } from '#learning/data/run-plan.ts'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { requireBackbone } from '#learning/training/run/head-folds.ts'
import type { TrainRequest } from '#shared/contract/training.ts'
import type { ModelId, Sha256 } from '#shared/ids.ts'
import { isWholeModel, weightsOf } from '#shared/recipe/start.ts'
import type { Recipe } from '#shared/recipe.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { TaskResult } from '../../compute/protocol.ts'
import { openSession, type WorkstationContext } from '../../context.ts'
import { startingModel } from '../../jobs/train/starting-model.ts'
import { usualStart } from '../../jobs/train/usual-start.ts'
import { lockedGroups } from '../../provenance/group-keys.ts'
import { learntGroups } from '../../provenance/learnt-groups.ts'
import { gatherTrainingSet } from '../../provenance/training-set.ts'
import { wholePath } from '../../whole-path.ts'
import { keepImported, knownNetworks } from '../models/imported-model.ts'

/** What of a recipe's start becomes the parent of its main fit. */
interface TrainingStart {
  /** The file's, where the recipe starts from one; the model is a blob, and no model of the project yet. */
  readonly imported: (TaskResult<'importModel'> & { readonly path: string }) | null
  /** Null where the recipe starts from scratch. */
  readonly parent: Sha256 | null
}

/** Finds the model that a recipe starts from, reading its file where it has one. Throws as `startingModel` and as the import
 *  of a model. */
export async function findStart(
  context: WorkstationContext,
  recipe: Recipe,
  signal: AbortSignal | undefined,
): Promise<TrainingStart> {
  const { store } = openSession(context)
  const file = weightsOf(recipe.start)
  if (file === null) {
    return { imported: null, parent: startingModel(recipe, usualStart(store, recipe), store.models)?.blob ?? null }
  }
  const path = wholePath(context, file)
  const { architecture } = recipe
  const imported = await context.interactive.run(
    'importModel',
    {
      ...{ file: path, size: null, normalisation: null, head: null, classes: null, cuts: null },
      ...{ blobsFolder: store.blobs.folder, known: knownNetworks(store) },
      architecture: architecture === 'current' || isWholeModel(file) ? null : architecture,
    },
    { signal },
  )
  return { imported: { ...imported, path }, parent: imported.model }
}

/** Finds what a recipe starts from, and whether the recipe can: its network, and what folds by heads take features from.
 *  `known`: the model of the project that it is. Throws as `findStart`, and `AppError('recipe_invalid')` where it cannot. */
export async function tryStart(
  context: WorkstationContext,
  recipe: Recipe,
  signal: AbortSignal | undefined,
): Promise<TrainingStart & { readonly known: ModelId | null }> {
  const { store } = openSession(context)
  const beginning = await findStart(context, recipe, signal)
  const { imported, parent } = beginning
  const models = store.models.list()
  const known = models.find(({ blob }) => (imported ? [imported.model, imported.file] : [parent]).includes(blob))
  const learnt = known ? learntGroups(store, known) : new Set<string>()
  requireBackbone(recipe, parent && { forFolds: learnt.size === 0 })
  if (parent !== null) {
    await context.interactive.run('checkStart', { recipe, parent, blobsFolder: store.blobs.folder }, { signal })
  }
  return { ...beginning, known: known?.id ?? null }
}

/** The recipe that a run is begun with. What it would start from is tried first, so that whoever asks is told at once; a file
 *  of weights becomes a model of the project, retired from the start, and the recipe names that one. Throws as
 *  `tryStart`. */
export async function recipeToBegin(
  context: WorkstationContext,
  { recipe: asked, set }: TrainRequest,
  signal: AbortSignal | undefined,
): Promise<Recipe> {
  const recipe = resolveRecipe(asked, set)
  const { store } = openSession(context)
  requireOedema(store, recipe)
  const { imported, known } = await tryStart(context, recipe, signal)
  if (!imported) return recipe
  if (known !== null) return { ...recipe, start: { model: known } }
  const added = keepImported(store, imported, { path: imported.path, status: 'retired' }, context.now().toISOString())
  context.changes.publish({ kind: 'models' })
  return { ...recipe, start: { model: added } }
}

/** Throws `AppError('recipe_invalid')` where oedema risks are to be learnt and no photograph that is trained on has a label. */
export function requireOedema(store: ProjectStore, recipe: Recipe): void {
  if (recipe.oedema) planRun(samplesOf(gatherTrainingSet(store)), recipe, lockedGroups(store), null)
}
