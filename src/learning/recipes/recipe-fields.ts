import type { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { firstIssue, plainSentence } from '#shared/plain-sentence.ts'
import { shortened } from '#shared/quote.ts'
import { recipeSchema } from '#shared/recipe.ts'

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The draft with one field in place of its own; fields within fields are named `augmentation.rotation`. A text is what
 *  the command line has: it means a number, a truth value or an object where the field is of that kind.
 *  Throws `AppError('usage')` for an unknown field. */
export function withField(draft: Fields, field: string, value: unknown): Fields {
  const [outer = '', ...inner] = field.split('.')
  if (!Object.hasOwn(recipeSchema.shape, outer)) throw unknownField(field)
  const schema: z.ZodType = recipeSchema.shape[outer as keyof typeof recipeSchema.shape]
  const asText = inner.length === 0 && schema.safeParse(value).success
  return placed(spelledOut(draft, outer, schema), [outer, ...inner], asText ? value : fromText(value))
}

/** A choice that is given by its name alone, as the fields it stands for; any other text has none. */
function spelledOut(draft: Fields, field: string, schema: z.ZodType): Fields {
  const name = draft[field]
  if (typeof name !== 'string') return draft
  return { ...draft, [field]: schema.safeParse({ name }).success ? { name } : {} }
}

function placed(fields: Fields, [outer = '', ...inner]: readonly string[], value: unknown): Fields {
  if (inner.length === 0) return { ...fields, [outer]: value }
  const before = fields[outer]
  return { ...fields, [outer]: placed(isFields(before) ? before : {}, inner, value) }
}

function fromText(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

export function invalidField(field: string, reason: string): AppError {
  return new AppError('recipe_invalid', `Recipe field "${shortened(field)}" ${reason}.`, { details: { field, reason } })
}

function unknownField(field: string): AppError {
  return new AppError('usage', `A recipe has no field "${shortened(field)}".`, { details: { field } })
}

/** What a person is told of a recipe that does not fit the schema: the first field that is at fault. */
export function recipeError(error: z.ZodError): AppError {
  const issue = error.issues[0]
  if (issue?.code === 'unrecognized_keys') return unknownField([...issue.path, issue.keys[0]].join('.'))
  // A sentence of our own may go on over lines, with what to type.
  const message = issue?.message ?? ''
  const isOurs = message.includes('\n') && plainSentence(message) !== null
  const reason = isOurs ? message : firstIssue([{ message }])
  return invalidField(issue?.path.join('.') ?? '', `does not fit: ${reason}`)
}
