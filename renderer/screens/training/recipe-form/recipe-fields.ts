import { z } from 'zod'
import { recipeSchema } from '#shared/recipe.ts'

/** A recipe field as a form shows it, found in the schema. `key` is its own name; forms within forms have fields of theirs.
 *  `start`: what it is where it has no value yet. */
export type RecipeField = { readonly key: string; readonly start: unknown; readonly nullable: boolean } & (
  | { readonly kind: 'text' | 'number' | 'switch' }
  /** `texts`: names of further choices, each an object with a text of that name. */
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly texts: readonly string[] }
  /** `length`: null where there may be any number of them. */
  | { readonly kind: 'numbers'; readonly length: number | null }
  /** Numbers by name, each of which may be left out. */
  | { readonly kind: 'numbers-by-name'; readonly names: readonly string[] }
  | { readonly kind: 'group'; readonly fields: readonly RecipeField[] }
  /** A choice with fields of its own. */
  | { readonly kind: 'variants'; readonly variants: readonly Variant[] }
  | { readonly kind: 'rows'; readonly fields: readonly RecipeField[] }
)
type Shape = Pick<RecipeField, 'start'> &
  (RecipeField extends infer F ? (F extends RecipeField ? Omit<F, 'key' | 'nullable'> : never) : never)

export interface Variant {
  readonly name: string
  readonly fields: readonly RecipeField[]
  readonly start: unknown
}

type JsonSchema = z.core.JSONSchema.BaseSchema

/** Every field of a recipe, in the schema's order. */
export const recipeFields: readonly RecipeField[] = fieldsOf(z.toJSONSchema(recipeSchema, { io: 'output' }))

function fieldsOf({ properties = {} }: JsonSchema): RecipeField[] {
  return Object.entries(properties).map(([key, schema]) => fieldOf(key, schema as JsonSchema))
}

function fieldOf(key: string, schema: JsonSchema): RecipeField {
  const either = (schema.anyOf as JsonSchema[] | undefined) ?? []
  const nullable = either.some(({ type }) => type === 'null')
  const shape = shapeOf(either.find(({ type }) => type !== 'null') ?? schema)
  const field = { key, nullable, ...shape, ...(shape.kind === 'choice' && { texts: textsOf(either) }) } as RecipeField
  return schema.default === undefined ? field : { ...field, start: schema.default }
}

function shapeOf(schema: JsonSchema): Shape {
  if (schema.oneOf) {
    const variants = (schema.oneOf as JsonSchema[]).flatMap(variantsOf)
    return { kind: 'variants', variants, start: variants[0]?.start }
  }
  if (schema.enum) {
    const options = schema.enum.map(String)
    return { kind: 'choice', options, texts: [], start: options[0] }
  }
  switch (schema.type) {
    case 'string':
      return { kind: 'text', start: '' }
    case 'boolean':
      return { kind: 'switch', start: false }
    case 'array':
      return listOf(schema)
    case 'object':
      return schema.properties ? groupOf(schema) : { kind: 'numbers-by-name', names: namesOf(schema), start: {} }
    default:
      return { kind: 'number', start: schema.minimum ?? 1 }
  }
}

function groupOf(schema: JsonSchema): Shape & { kind: 'group' } {
  const fields = fieldsOf(schema)
  return { kind: 'group', fields, start: startOf(fields) }
}

function listOf({ items, minItems, maxItems }: JsonSchema): Shape {
  const item = items as JsonSchema
  if (item.type === 'object') return { kind: 'rows', fields: fieldsOf(item), start: [] }
  const length = minItems !== undefined && minItems === maxItems ? minItems : null
  return { kind: 'numbers', length, start: new Array<number>(length ?? 0).fill(1) }
}

/** Those of the alternatives to a choice that are a text by a name. */
function textsOf(either: readonly JsonSchema[]): string[] {
  return either.flatMap(({ properties = {} }) => {
    const [[key, schema] = [], ...others] = Object.entries(properties)
    return key && others.length === 0 && (schema as JsonSchema).type === 'string' ? [key] : []
  })
}

function namesOf({ propertyNames }: JsonSchema): string[] {
  return ((propertyNames as JsonSchema | undefined)?.enum ?? []).map(String)
}

/** Variants that share their fields stand in one schema with several names. */
function variantsOf(schema: JsonSchema): Variant[] {
  const { name, ...properties } = (schema.properties ?? {}) as Record<string, JsonSchema>
  const fields = fieldsOf({ properties })
  const names = name?.enum ?? [name?.const]
  return names.map((one) => ({ name: String(one), fields, start: { name: one, ...startOf(fields) } }))
}

/** The starting values of fields, by their keys. */
export function startOf(fields: readonly RecipeField[]): Record<string, unknown> {
  return Object.fromEntries(fields.map(({ key, start }) => [key, start]))
}
