import type { z } from 'zod'
import { findArchitecture } from '#nn/architectures/registry.ts'
import { AppError } from '#shared/errors.ts'
import { type Recipe, recipeSchema } from '#shared/recipe.ts'
import { currentArchitecture } from './recipe-network.ts'

/** The named recipes. `quick` is for a first look and the demonstration: small pictures, minutes on two cores, no
 *  weights needed to start from. `standard` is for real photographs and goes on from the current model. */
export const recipes = [
  {
    name: 'quick',
    architecture: 'efficientnet-b0',
    size: 96,
    epochs: 36,
    batch: 8,
    seed: 1,
    learningRate: 1e-3,
    folds: 3,
    holdOut: 0.2,
    validation: 0.1,
    schedule: 'one-cycle',
    weightDecay: 1e-5,
    labelSmoothing: 0.05,
    dropout: 0.2,
    stochasticDepth: 0,
    balancedSampling: true,
    start: 'scratch',
    augmentation: { flips: true, rotation: 180, zoom: 0.15, brightness: 0.2, contrast: 0.2 },
  },
  {
    name: 'standard',
    architecture: 'efficientnet-b0',
    size: 224,
    epochs: 40,
    batch: 8,
    seed: 1,
    learningRate: 5e-4,
    folds: 5,
    holdOut: 0.2,
    validation: 0.1,
    schedule: 'cosine',
    weightDecay: 1e-5,
    labelSmoothing: 0.05,
    dropout: 0.2,
    stochasticDepth: 0.2,
    balancedSampling: true,
    start: 'current',
    augmentation: { flips: true, rotation: 180, zoom: 0.1, brightness: 0.1, contrast: 0.1 },
  },
] as const satisfies readonly Recipe[]

/** The recipe of that name, or the one written as JSON text or handed over as an object, with the fields of `set` in
 *  place of its own; fields of the augmentation are named `augmentation.rotation`. Values may be text, as a command line
 *  has them. Throws `AppError('usage')` for an unknown recipe, field or architecture, `AppError('recipe_invalid')`
 *  for a value out of range; both name the field. */
export function resolveRecipe(recipe: string | object, set: Readonly<Record<string, unknown>> = {}): Recipe {
  let draft: Record<string, unknown> = { ...baseOf(recipe) }
  for (const [field, value] of Object.entries(set)) draft = withField(draft, field, value)
  const parsed = recipeSchema.safeParse(draft)
  if (!parsed.success) throw recipeError(parsed.error)
  const resolved = parsed.data
  if (resolved.architecture === currentArchitecture) {
    if (resolved.start !== 'current') throw invalid('architecture', "is the current model's only where start is, too")
  } else findArchitecture(resolved.architecture)
  if (resolved.folds === 1) {
    throw invalid('folds', 'must be 0 (no out-of-fold predictions) or at least 2')
  }
  if (resolved.holdOut + resolved.validation > 0.8) {
    throw invalid('holdOut', 'and validation together must leave at least a fifth of the photographs to train on')
  }
  return resolved
}

function baseOf(recipe: string | object): object {
  if (typeof recipe !== 'string') return recipe
  const named = recipes.find((one) => one.name === recipe)
  if (named) return named
  if (!recipe.trimStart().startsWith('{')) {
    const known = recipes.map((one) => one.name).join(', ')
    throw new AppError('usage', `There is no recipe named "${recipe}"; there are ${known}, or a JSON file of one.`)
  }
  try {
    const value: unknown = JSON.parse(recipe)
    if (typeof value === 'object' && value !== null) return value
  } catch (cause) {
    throw new AppError('recipe_invalid', 'The recipe is not valid JSON.', { cause })
  }
  throw new AppError('recipe_invalid', 'The recipe is no JSON object.')
}

const example: Recipe = recipes[0]

function withField(draft: Record<string, unknown>, field: string, value: unknown): Record<string, unknown> {
  const [outer = '', inner] = field.split('.', 2)
  if (outer === 'augmentation' && inner !== undefined && Object.hasOwn(example.augmentation, inner)) {
    const kind = typeof example.augmentation[inner as keyof Recipe['augmentation']]
    const before = typeof draft.augmentation === 'object' ? draft.augmentation : {}
    return { ...draft, augmentation: { ...before, [inner]: fromText(value, kind) } }
  }
  if (inner !== undefined || !Object.hasOwn(recipeSchema.shape, outer)) {
    throw new AppError('usage', `A recipe has no field "${field}".`, { details: { field } })
  }
  return { ...draft, [outer]: fromText(value, typeof example[outer as keyof Recipe]) }
}

/** The number, truth value or object that a text means where the field is of that kind; else the value as it is. */
function fromText(value: unknown, kind: string): unknown {
  if (typeof value !== 'string' || kind === 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function invalid(field: string, reason: string): AppError {
  return new AppError('recipe_invalid', `Recipe field "${field}" ${reason}.`, { details: { field } })
}

function recipeError(error: z.ZodError): AppError {
  const issue = error.issues[0]
  if (issue?.code === 'unrecognized_keys') {
    const field = [...issue.path, issue.keys[0]].join('.')
    return new AppError('usage', `A recipe has no field "${field}".`, { details: { field } })
  }
  return invalid(issue?.path.join('.') ?? '', `does not fit: ${issue?.message ?? 'unknown reason'}`)
}
