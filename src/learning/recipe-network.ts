import { architectures, buildNetwork } from '#nn/architectures/registry.ts'
import { importNetwork } from '#nn/importing/import-network.ts'
import { decodeModel } from '#nn/model-file.ts'
import type { Network } from '#nn/network.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import type { Recipe } from '#shared/recipe.ts'

/** Stands in a recipe for the network of the model that it goes on from, whoever made that. */
export const currentArchitecture = 'current'

/** The network that a recipe trains. `parent`: the model file it goes on from.
 *  Throws `AppError('recipe_invalid')` where it should be the current model's and there is none. */
export function networkOf(recipe: Recipe, parent: Uint8Array | null): Network {
  const { size, dropout, stochasticDepth } = recipe
  const options = { classes: gradeCount, size, dropout, stochasticDepth }
  if (recipe.architecture !== currentArchitecture)
    return buildNetwork({ ...options, architecture: recipe.architecture })
  if (parent === null) {
    throw new AppError('recipe_invalid', 'There is no current model whose network could be trained on.', {
      details: { field: 'architecture' },
    })
  }
  const { model, description } = decodeModel(parent)
  const architecture = description?.architecture ?? model.graph.name
  return architectures.some(({ name }) => name === architecture)
    ? buildNetwork({ ...options, architecture })
    : importNetwork(model.graph, { architecture, size, head: description?.head, classes: gradeCount }).network
}
