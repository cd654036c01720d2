import type { ModelSummary } from '#shared/contract/common.ts'
import { type Start, startSchema, weightsOf } from '#shared/recipe/start.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

const parse = (start: unknown): Start | undefined => startSchema.safeParse(start).data

/** The start of a draft as the value of a choice: `scratch`, `current`, `m2`, or a file's path; '' for none of them. */
export function startValue(start: unknown): string {
  const parsed = parse(start)
  if (typeof parsed !== 'object') return parsed ?? ''
  return 'model' in parsed ? parsed.model : parsed.weights
}

/** The start that a choice's value is short for. */
export function startOfValue(value: string): Start | string {
  return parse(value) ?? value
}

/** What a recipe may start from: the model in use, each network of the project, newest first, nothing, and whatever else a
 *  recipe from elsewhere names. `models`: oldest first. */
export function startChoices(
  start: unknown,
  current: string | null,
  models: readonly Pick<ModelSummary, 'id' | 'name' | 'architecture'>[],
): readonly Choice[] {
  const networks = models.filter(({ architecture }) => architecture !== 'ensemble').toReversed()
  const choices = [
    { value: 'current', label: current === null ? 'The model in use' : `The model in use, ${current}` },
    { value: 'scratch', label: 'Nothing: from scratch' },
    ...networks.map(({ id, name, architecture }) => ({ value: id, label: `${id}: ${name}, ${architecture}` })),
  ]
  const chosen = startValue(start)
  return choices.some(({ value }) => value === chosen) ? choices : [...choices, { value: chosen, label: chosen }]
}

/** What the network of the model that a recipe starts from is called; null where there is none to take. */
export function ownNetwork(start: unknown, current: string | null): string | null {
  const parsed = parse(start)
  if (parsed === undefined || parsed === 'scratch') return null
  if (parsed === 'current') return current === null ? null : 'The current model’s own'
  const file = weightsOf(parsed)
  if (file === null) return `${startValue(parsed)}’s own`
  // A file of weights alone does not say whose they are.
  return /\.onnx$/i.test(file) ? 'The file’s own' : null
}
