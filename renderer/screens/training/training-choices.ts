import type { TrainingOptions, TrainRequest } from '../../data/contract-types.ts'

/** What the reader has chosen; null where it is as the recipe has it. */
export interface TrainingChoices {
  readonly recipe: string | null
  readonly architecture: string | null
  readonly epochs: number | null
  readonly start: 'scratch' | 'current' | null
}

export const asRecommended: TrainingChoices = { recipe: null, architecture: null, epochs: null, start: null }

/** The recipe chosen, the first where none is. */
export function chosenRecipe(options: TrainingOptions, choices: TrainingChoices) {
  return options.recipes.find((recipe) => recipe.name === choices.recipe) ?? options.recipes[0]
}

/** What to ask of the workstation: the recipe's name, and only the fields that were changed. */
export function trainRequest(options: TrainingOptions, choices: TrainingChoices): TrainRequest | null {
  const recipe = chosenRecipe(options, choices)
  if (!recipe) return null
  const set: Record<string, unknown> = {}
  if (choices.architecture !== null && choices.architecture !== recipe.architecture) {
    set.architecture = choices.architecture
    const network = options.architectures.find((one) => one.name === choices.architecture)
    if (network) set.size = network.inputSize
  }
  if (choices.epochs !== null && choices.epochs !== recipe.epochs) set.epochs = choices.epochs
  if (choices.start !== null && choices.start !== recipe.start) set.start = choices.start
  return { recipe: recipe.name, set }
}
