import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import { parseRecipe, type Recipe } from '#shared/recipe.ts'
import { namedRecipes } from './named-recipes.ts'
import { checkRecipe } from './recipe-checks.ts'
import { recipeError, withField } from './recipe-fields.ts'

/** The recipe of that name, or the one written as JSON text or handed over as an object, with the fields of `set` in
 *  place of its own; fields of the augmentation are named `augmentation.rotation`. Values may be text, as a command line
 *  has them. Throws `AppError('usage')` for an unknown recipe, field or architecture, `AppError('recipe_invalid')`
 *  for a value out of range; both name the field. */
export function resolveRecipe(recipe: string | object, set: Readonly<Record<string, unknown>> = {}): Recipe {
  let draft: Record<string, unknown> = { ...baseOf(recipe) }
  for (const [field, value] of Object.entries(set)) draft = withField(draft, field, value)
  const parsed = parseRecipe(draft)
  if (!parsed.success) throw recipeError(parsed.error)
  checkRecipe(parsed.data)
  return parsed.data
}

function baseOf(recipe: string | object): object {
  if (typeof recipe !== 'string') return recipe
  const named = namedRecipes.find((one) => one.name === recipe)
  if (named) return named
  if (!recipe.trimStart().startsWith('{')) {
    const known = namedRecipes.map((one) => one.name).join(', ')
    throw new AppError(
      'usage',
      `There is no recipe named "${shortened(recipe)}"; there are ${known}, or a JSON file of one.`,
    )
  }
  try {
    const value: unknown = JSON.parse(recipe)
    if (typeof value === 'object' && value !== null) return value
  } catch (cause) {
    throw new AppError('recipe_invalid', 'The recipe is not valid JSON.', { cause })
  }
  throw new AppError('recipe_invalid', 'The recipe is no JSON object.')
}
