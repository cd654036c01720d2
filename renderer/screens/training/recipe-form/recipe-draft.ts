import { parseRecipe, type Recipe } from '#shared/recipe.ts'
import { issueSentence } from './issue-sentence.ts'

/** A recipe while it is being edited: any field may hold what does not fit it, as it was typed. */
export type RecipeDraft = Readonly<Record<string, unknown>>
export type FieldPath = readonly (string | number)[]
/** What is wrong, by the field's path, `augmentation.rotation`. */
export type Problems = ReadonlyMap<string, string>

export function valueAt(draft: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    draft,
  )
}

/** The draft with one value in place of the one that was there. */
export function withValue<T>(draft: T, [key, ...inner]: FieldPath, value: unknown): T {
  if (key === undefined) return value as T
  const next = withValue((draft as Record<string, unknown> | undefined)?.[key], inner, value)
  if (Array.isArray(draft)) return draft.map((one, index) => (index === key ? next : one)) as T
  return { ...draft, [key]: next }
}

/** The top-level fields in which a draft is not as the recipe it came from. */
export function changedFields(draft: RecipeDraft, base: RecipeDraft): ReadonlySet<string> {
  return new Set(Object.keys(draft).filter((key) => !same(draft[key], base[key])))
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => same(valueAt(a, [key]), valueAt(b, [key])))
}

/** A sentence for each field that does not fit the schema. */
export function draftProblems(draft: RecipeDraft): Problems {
  const parsed = parseRecipe(draft)
  const problems = new Map<string, string>()
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.join('.')
    if (!problems.has(path)) problems.set(path, issueSentence(issue))
  }
  return problems
}

/** The problems and one more, which is told first. */
export function withProblem(problems: Problems, path: string, sentence: string): Problems {
  return new Map([[path, sentence], ...problems])
}

/** The recipe in a file's text, or the sentence why it is none. */
export function recipeFromText(text: string): { readonly recipe: Recipe } | { readonly sentence: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { sentence: 'The file is not valid JSON.' }
  }
  const parsed = parseRecipe(value)
  if (parsed.success) return { recipe: parsed.data }
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.')
  const reason = issue ? issueSentence(issue) : ''
  return { sentence: field ? `The file’s ${field} does not fit: ${reason}` : `The file is no recipe: ${reason}` }
}

/** How many problems are in a field or within it. */
export function problemsIn(problems: Problems, keys: readonly string[]): number {
  return [...problems.keys()].filter((path) => keys.includes(path.split('.')[0] ?? '')).length
}
