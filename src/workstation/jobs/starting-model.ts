import type { Recipe } from '#shared/recipe.ts'
import type { ModelRow } from '#store/models.ts'
import { requireNetwork } from '../ensembles/ensemble-card.ts'

/** What a run goes on from, of the model that is asked for or the current one; null where it starts from scratch, as its
 *  recipe says, or because there is no model yet. A starter that nobody promoted is no reader's choice: a recipe for
 *  another network starts from scratch beside it, as in a project without a model. Throws `AppError('recipe_invalid')` for
 *  an ensemble. */
export function startingModel({ start, architecture }: Recipe, model: ModelRow | undefined): ModelRow | null {
  if (start === 'scratch' || !model) return null
  const otherNetwork = architecture !== 'current' && architecture !== model.architecture
  if (model.status === 'starter' && otherNetwork) return null
  return requireNetwork(model)
}
