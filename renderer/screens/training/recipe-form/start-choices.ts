import type { ModelSummary } from '#shared/contract/common.ts'
import { adviceOn, adviceText, formatOfName } from '#shared/model-formats.ts'
import { isWholeModel, type Start, startSchema, weightsOf } from '#shared/recipe/start.ts'
import { networkOfFile } from '../models/weights-file.ts'

/** Stands for the network of the model that a recipe starts from. */
export const ownArchitecture = 'current'

/** The choice that asks for a file; no start is called that. */
export const fileChoice = 'file'

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

/** The file that a draft starts from; null where that is none. */
export function weightsPath(start: unknown): string | null {
  const parsed = parse(start)
  return parsed === undefined ? null : weightsOf(parsed)
}

/** The start that a picked file is, or the sentence why it is none. */
export function startOfFile(path: string): { readonly start: Start } | { readonly sentence: string } {
  const start = parse(path)
  if (start !== undefined && weightsOf(start) !== null) return { start }
  const format = formatOfName(path)
  if (format) return { sentence: adviceText(adviceOn(format, path)) }
  return { sentence: `${fileName(path)} is neither a .safetensors nor an .onnx file.` }
}

const fileName = (path: string) => path.replace(/^.*[/\\]/, '')

/** What a recipe may start from: the model in use, each network of the project, newest first, nothing, a file, and whatever
 *  else a recipe from elsewhere names. `models`: oldest first. */
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
    { value: fileChoice, label: 'A weights file…' },
  ]
  const chosen = startValue(start)
  const file = weightsPath(start)
  const label = file === null ? chosen : `The file ${fileName(file)}`
  return choices.some(({ value }) => value === chosen) ? choices : [...choices, { value: chosen, label }]
}

/** The network that has to take the place of `architecture` where a recipe is to start from this: a model's or an .onnx file's
 *  own, the one that a weights file's name speaks of, or the first where the own one was chosen and there is none. Null where
 *  it may stay. */
export function networkToTake(
  start: unknown,
  architecture: unknown,
  {
    current,
    models,
    networks,
  }: {
    readonly current: string | null
    readonly models: readonly Pick<ModelSummary, 'id' | 'architecture'>[]
    readonly networks: readonly string[]
  },
): string | null {
  const own = architecture === ownArchitecture
  const other = own && ownNetwork(start, current) === null ? (networks[0] ?? null) : null
  const file = weightsPath(start)
  if (file === null) {
    const model = models.find(({ id }) => id === startValue(start))
    return model && !own && model.architecture !== architecture ? ownArchitecture : other
  }
  if (isWholeModel(file)) return own ? null : ownArchitecture
  const spoken = networkOfFile(file, networks)
  return spoken === '' || spoken === architecture ? other : spoken
}

/** What the network of the model that a recipe starts from is called; null where there is none to take. */
export function ownNetwork(start: unknown, current: string | null): string | null {
  const parsed = parse(start)
  if (parsed === undefined || parsed === 'scratch') return null
  if (parsed === 'current') return current === null ? null : 'The current model’s own'
  const file = weightsOf(parsed)
  if (file === null) return `${startValue(parsed)}’s own`
  // A file of weights alone does not say whose they are.
  return isWholeModel(file) ? 'The file’s own' : null
}
