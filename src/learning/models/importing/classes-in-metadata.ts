import { gradesOfClasses } from '#shared/class-names.ts'

/** Names of a model's classes, in the order of its outputs, and where they were found. */
export interface NamedClasses {
  readonly key: string
  readonly names: readonly string[]
}

/** Keys that name classes, as exporters and their users call them: Ultralytics' `names`, transformers' `id2label`, Keras'
 *  `class_indices`, ImageFolder's `class_to_idx`. */
const telling = /class|label|categor|vocab|^names$|_to_idx|folders/i

/** Notes of this application's own. */
const own = /^regrade\./

/** The names of as many classes as a model tells apart, where its file gives them, in whatever spelling: JSON, Python's, or a
 *  list with commas; names by number or numbers by name. Names of grades count under any key. */
export function classesIn(metadata: ReadonlyMap<string, string>, count: number): NamedClasses | undefined {
  const found = [...metadata].flatMap(([key, text]) => (own.test(key) ? [] : listsIn(key, text)))
  return found.find(({ key, names }) => names.length === count && (telling.test(key) || gradesOfClasses(names)))
}

function listsIn(key: string, text: string): NamedClasses[] {
  const value = parsed(text) ?? parsed(asJson(text))
  if (typeof value === 'object' && value !== null) return [...listsOf(key, value, 3)]
  const separator = ['\n', ';', '|', ','].find((one) => text.includes(one))
  if (separator === undefined) return []
  const names = text.split(separator).map((name) => name.trim())
  return [{ key, names: names.filter((name) => name !== '') }]
}

/** A settings object may have them at some depth. */
function* listsOf(key: string, value: object, depth: number): Generator<NamedClasses> {
  const names = Array.isArray(value) ? asNames(value) : namesByNumber(value)
  if (names) yield { key, names }
  if (depth === 0) return
  for (const [inner, one] of Object.entries(value)) {
    if (typeof one === 'object' && one !== null) yield* listsOf(Array.isArray(value) ? key : inner, one, depth - 1)
  }
}

function asNames(values: readonly unknown[]): readonly string[] | undefined {
  const names = values.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [`${one}`] : []))
  return names.length === values.length && names.length > 0 ? names : undefined
}

/** Of `{"0": "Mild"}` or `{"Mild": 0}`. */
function namesByNumber(value: object): readonly string[] | undefined {
  const entries = Object.entries(value)
  const pairs = entries.map(([name, one]): readonly [unknown, unknown] =>
    /^\d+$/.test(name) ? [Number(name), one] : [one, name],
  )
  const sorted = pairs.toSorted(([a], [b]) => Number(a) - Number(b))
  if (!sorted.every(([place], index) => Number(place) === index)) return undefined
  return asNames(sorted.map(([, name]) => name))
}

/** Python's way to write a list or a dictionary, as JSON. */
function asJson(text: string): string {
  return text
    .replace(/^\(|\)$/g, (bracket) => (bracket === '(' ? '[' : ']'))
    .replace(/'([^']*)'/g, (_, inner: string) => JSON.stringify(inner))
    .replace(/([{,]\s*)(\d+)\s*:/g, '$1"$2":')
    .replace(/,\s*([\]}])/g, '$1')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
