import { architectures, buildNetwork } from '#nn/architectures/registry.ts'
import type { ClassifierKind } from '#nn/architectures/types.ts'
import { importNetwork } from '#nn/importing/import-network.ts'
import { decodeModel, type ModelDescription } from '#nn/model-file.ts'
import type { Network } from '#nn/network.ts'
import { withOedemaOutput } from '#nn/oedema-output.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import { type NormalisationKind, usualNormalisation } from '#shared/normalisation.ts'
import type { Recipe } from '#shared/recipe.ts'
import { withNormalisation, withOwnNormalisation } from './network-normalisation.ts'

/** Stands in a recipe for the network of the model that it goes on from, whoever made that. */
export const currentArchitecture = 'current'

/** The network that a recipe trains. `parent`: the model file it goes on from; where its network is the recipe's, its head
 *  and its classifier are, too, and of the same architecture its padding and epsilon, which its weights were made for, and its
 *  normalisation, unless the recipe has one that is not the usual one. Throws `AppError('recipe_invalid')` where it should be
 *  the current model's and there is none, or where that has no place for what the recipe asks for. */
export function networkOf(recipe: Recipe, parent: Uint8Array | null): Network {
  const network = gradingNetwork(recipe, parent)
  return recipe.oedema ? withOedemaOutput(network) : network
}

function gradingNetwork(recipe: Recipe, parent: Uint8Array | null): Network {
  const { size, dropout, stochasticDepth, auxiliaryBatchNorm } = recipe
  const options = { classes: gradeCount, size, dropout, stochasticDepth, auxiliaryBatchNorm }
  if (recipe.architecture !== currentArchitecture) {
    const { architecture, head, classifier } = recipe
    const described = parent && decodeModel(parent).description
    const known = described?.architecture === architecture ? described : undefined
    const { padding, epsilon } = known?.variant ?? {}
    const network = buildNetwork({ ...options, padding, epsilon, architecture, head, classifier })
    return inFront(network, recipe, known)
  }
  if (parent === null) throw invalid('architecture', 'There is no current model whose network could be trained on.')
  const { model, description } = decodeModel(parent)
  const architecture = description?.architecture ?? model.graph.name
  const head = description?.head
  const normalisation = normalisationOf(recipe, description)
  if (architectures.some(({ name }) => name === architecture)) {
    const classifier = classifierOf(model.graph.constants.keys())
    const network = buildNetwork({ ...options, ...description?.variant, architecture, head, classifier })
    return inFront(network, recipe, description)
  }
  if (auxiliaryBatchNorm > 0) {
    throw invalid('auxiliaryBatchNorm', 'A network from elsewhere cannot have auxiliary batch normalisation.')
  }
  const { oedema } = recipe
  const own = { architecture, size, head, classes: gradeCount, oedema: oedema !== null }
  const { network } = importNetwork(model.graph, own)
  if (!description?.normalisation) return withNormalisation(network, normalisation)
  if (normalisation === description.normalisation) return { ...network, normalisation }
  const reason = `brings photographs to its own normalisation, ${description.normalisation}, and keeps that`
  throw invalid('normalisation', `The network of the model to start from ${reason}.`)
}

/** The network with the normalisation that the recipe asks for, else with that of the model it goes on from. */
function inFront(network: Network, recipe: Recipe, known: ModelDescription | undefined): Network {
  const own = recipe.normalisation === usualNormalisation ? known?.ownNormalisation : undefined
  return own ? withOwnNormalisation(network, own) : withNormalisation(network, normalisationOf(recipe, known))
}

function normalisationOf({ normalisation }: Recipe, known: ModelDescription | undefined): NormalisationKind {
  return normalisation === usualNormalisation ? (known?.normalisation ?? normalisation) : normalisation
}

/** A file does not say which classifier it has; the names of its parameters do. */
function classifierOf(names: Iterable<string>): ClassifierKind {
  return new Set(names).has('head.linear1.weight') ? 'concatenated-pool' : 'linear'
}

function invalid(field: string, sentence: string): AppError {
  return new AppError('recipe_invalid', sentence, { details: { field } })
}
