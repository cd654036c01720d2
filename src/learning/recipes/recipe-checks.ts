import { findArchitecture } from '#nn/architectures/registry.ts'
import { findHead } from '#nn/heads/registry.ts'
import type { Network } from '#nn/network.ts'
import type { Recipe } from '#shared/recipe.ts'
import { auxiliaryCount, distorts } from './auxiliary-batch.ts'
import { invalidField } from './recipe-fields.ts'
import { currentArchitecture, networkOf } from './recipe-network.ts'

/** What holds between the fields of a recipe, each of which is in range. Throws `AppError('usage')` for an unknown
 *  architecture, `AppError('recipe_invalid')` naming the field for the rest. */
export function checkRecipe(recipe: Recipe): void {
  checkNetwork(recipe)
  if (recipe.folds === 1) throw invalidField('folds', 'must be 0 (no out-of-fold predictions) or at least 2')
  if (recipe.keepFolds && recipe.folds === 0) throw invalidField('keepFolds', 'needs folds to keep')
  if (recipe.folds > 0 && recipe.foldsBy === 'heads' && recipe.start === 'scratch') {
    throw invalidField('foldsBy', 'is heads, which need a model to start from: from scratch there are no features')
  }
  if (recipe.sizes.reduce((sum, { epochs }) => sum + epochs, 0) >= recipe.epochs) {
    throw invalidField('sizes', `must leave some of the ${recipe.epochs} epochs for the recipe's own size`)
  }
  if (recipe.gradeMultipliers?.every((times) => times === 0)) {
    throw invalidField('gradeMultipliers', 'are all 0, which leaves no photograph to train on')
  }
  if (recipe.oversampling === 'offline' && !recipe.balancedSampling && recipe.gradeMultipliers === null) {
    throw invalidField('oversampling', 'is offline, but nothing is repeated without balanced sampling or multipliers')
  }
  if (recipe.holdOut + recipe.validation > 0.8) {
    throw invalidField('holdOut', 'and validation together must leave at least a fifth of the photographs to train on')
  }
  if (recipe.validation === 0 && (recipe.earlyStop || recipe.schedule.name === 'plateau')) {
    throw invalidField('validation', 'must be above 0 where early stop or the schedule goes by it')
  }
}

function checkNetwork(recipe: Recipe): void {
  const { architecture, head, loss, start, batch, auxiliaryBatchNorm } = recipe
  if (architecture === currentArchitecture) {
    if (start === 'scratch') throw invalidField('architecture', 'is that of a model, and the run starts from none')
  } else {
    findArchitecture(architecture)
    const { losses } = findHead(head)
    if (loss && !losses.includes(loss)) {
      throw invalidField('loss', `is none for the head ${head}; there are ${losses.join(', ')}`)
    }
  }
  const distorted = auxiliaryCount(recipe)
  if (auxiliaryBatchNorm > 0 && (distorted < 1 || distorted >= batch)) {
    throw invalidField('auxiliaryBatchNorm', `does not divide a batch of ${batch} in two`)
  }
  if (auxiliaryBatchNorm > 0 && !distorts(recipe.augmentation)) {
    throw invalidField(
      'auxiliaryBatchNorm',
      'needs a zoom, brightness, contrast or saturation that it can widen for its share of the batch',
    )
  }
  // What a model's own parameters are called is known only once it is read.
  if (architecture !== currentArchitecture) requireFreezable(recipe, () => networkOf(recipe, null))
}

/** Throws `AppError('recipe_invalid')` where a phase freezes what comes before a parameter that the network has not. */
export function requireFreezable({ phases }: Recipe, network: () => Network): void {
  const named = phases.flatMap(({ freeze }, place) => {
    return typeof freeze === 'object' ? [{ field: `phases.${place}.freeze`, name: freeze.before }] : []
  })
  if (named.length === 0) return
  const { architecture, parameters } = network()
  const known = new Set(parameters.map(({ name }) => name))
  const lost = named.find(({ name }) => !known.has(name))
  if (lost)
    throw invalidField(lost.field, `is before "${lost.name}", and ${architecture} has no parameter of that name`)
}
