import { parametersFrom } from '#learning/models/model-file.ts'
import { startingParameters } from '#learning/models/starting-parameters.ts'
import { requireFreezable } from '#learning/recipes/recipe-checks.ts'
import { networkOf } from '#learning/recipes/recipe-network.ts'
import { splitHead } from '#nn/head-split.ts'
import type { TaskWork } from '../serve.ts'
import { readModel } from './blobs.ts'

/** Whether a recipe's network can go on from a model, as its run would do it. */
export const checkStartTask: TaskWork<'checkStart'> = async ({ recipe, parent, blobsFolder }) => {
  const bytes = await readModel(blobsFolder, parent)
  const network = networkOf(recipe, bytes)
  requireFreezable(recipe, () => network)
  parametersFrom(bytes, network, startingParameters(network, recipe.seed))
  if (recipe.folds > 0 && recipe.foldsBy === 'heads') splitHead(network)
  return null
}
