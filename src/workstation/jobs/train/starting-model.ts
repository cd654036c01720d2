import type { Recipe } from '#shared/recipe.ts'
import type { ModelRow, Models } from '#store/models.ts'
import { requireNetwork } from '../../models/ensemble-card.ts'

/** The model that a run goes on from: the one its recipe names, or `usual`, the current model or a student's teacher. Null
 *  where it starts from scratch, as its recipe says or because there is no model yet, and for a recipe whose file of weights
 *  is not yet a model of the project. A starter that nobody promoted is no reader's choice: a recipe for another network
 *  starts from scratch beside it, as in a project without a model. Throws `AppError('model_missing')`, and
 *  `AppError('recipe_invalid')` for an ensemble. */
export function startingModel(
  { start, architecture }: Recipe,
  usual: ModelRow | undefined,
  models: Pick<Models, 'get'>,
): ModelRow | null {
  if (typeof start === 'object') return 'model' in start ? requireNetwork(models.get(start.model)) : null
  if (start === 'scratch' || !usual) return null
  const otherNetwork = architecture !== 'current' && architecture !== usual.architecture
  if (usual.status === 'starter' && otherNetwork) return null
  return requireNetwork(usual)
}

/** Whether folds may go on from a model: it came from a file or with the application, and has learnt from no photograph of
 *  the project. `learnt`: groups that it or a model behind it learnt from, as far as the project knows (`learntGroups`). */
export function foldsMayGoOnFrom({ card }: Pick<ModelRow, 'card'>, learnt: ReadonlySet<string>): boolean {
  return (card.importedFrom !== undefined || card.starter !== undefined) && learnt.size === 0
}
