import { architectures, buildNetwork } from '#nn/architectures/registry.ts'
import type { ClassifierKind } from '#nn/architectures/types.ts'
import { importNetwork } from '#nn/importing/import-network.ts'
import { decodeModel } from '#nn/model-file.ts'
import type { Network } from '#nn/network.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import type { Recipe } from '#shared/recipe.ts'

/** Stands in a recipe for the network of the model that it goes on from, whoever made that. */
export const currentArchitecture = 'current'

/** The network that a recipe trains. `parent`: the model file it goes on from; where its network is the recipe's, its head
 *  and its classifier are, too. Throws `AppError('recipe_invalid')` where it should be the current model's and there is
 *  none, or where that has no place for what the recipe asks for. */
export function networkOf(recipe: Recipe, parent: Uint8Array | null): Network {
  const { size, dropout, stochasticDepth, auxiliaryBatchNorm } = recipe
  const options = { classes: gradeCount, size, dropout, stochasticDepth, auxiliaryBatchNorm }
  if (recipe.architecture !== currentArchitecture) {
    const { architecture, head, classifier } = recipe
    return buildNetwork({ ...options, architecture, head, classifier })
  }
  if (parent === null) throw invalid('architecture', 'There is no current model whose network could be trained on.')
  const { model, description } = decodeModel(parent)
  const architecture = description?.architecture ?? model.graph.name
  const head = description?.head
  if (architectures.some(({ name }) => name === architecture)) {
    const classifier = classifierOf(model.graph.constants.keys())
    return buildNetwork({ ...options, ...description?.variant, architecture, head, classifier })
  }
  if (auxiliaryBatchNorm > 0) {
    throw invalid('auxiliaryBatchNorm', 'A network from elsewhere cannot have auxiliary batch normalisation.')
  }
  return importNetwork(model.graph, { architecture, size, head, classes: gradeCount }).network
}

/** A file does not say which classifier it has; the names of its parameters do. */
function classifierOf(names: Iterable<string>): ClassifierKind {
  return new Set(names).has('head.linear1.weight') ? 'concatenated-pool' : 'linear'
}

function invalid(field: string, sentence: string): AppError {
  return new AppError('recipe_invalid', sentence, { details: { field } })
}
