/** Longest text of a library that is still read as a sentence. */
const longest = 300

/** The first line of what a library said, where a person can read it: no JSON, no stack, no dump of a schema. Else null. */
export function plainSentence(text: string): string | null {
  const line = text.trim().split('\n')[0]?.trim() ?? ''
  const isRaw = /[{}]|\[\s*["[]|\[\s*$|"\w+"\s*:|\bZodError\b|\bat .+:\d+:\d+/.test(line)
  return line === '' || isRaw || line.length > longest ? null : line
}

interface Issue {
  readonly message: string
  readonly path?: readonly unknown[] | undefined
}

/** What a schema found amiss, its first finding: "images.0 should be a number and is a text". */
export function firstIssue(issues: readonly Issue[]): string {
  const [issue] = issues
  const path = (issue?.path ?? []).map((part) => String(keyOf(part))).join('.')
  const said = plainSentence(issue?.message ?? '')?.replace(/^Invalid input: |\.$/g, '') ?? 'has another form'
  const [, expected, received] = /^expected (\w+), received (\w+)$/.exec(said) ?? []
  if (expected === undefined || received === undefined) return path === '' ? said : `${path}: ${said}`
  const what = path === '' ? 'it' : path
  if (received === 'undefined') return `${what} is missing`
  return `${what} should be ${kinds[expected] ?? expected} and is ${kinds[received] ?? received}`
}

/** A schema's kinds of values, for people. */
const kinds: Readonly<Record<string, string>> = {
  ...{ string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list' },
  ...{ object: 'a set of fields', record: 'a set of fields', null: 'empty', NaN: 'no number', nan: 'no number' },
}

function keyOf(part: unknown): unknown {
  return typeof part === 'object' && part !== null && 'key' in part ? part.key : part
}

/** The findings of a schema that threw them; null of any other error. */
export function issuesOf(error: unknown): readonly Issue[] | null {
  const isSchemaError = error instanceof Error && 'issues' in error && Array.isArray(error.issues)
  return isSchemaError ? (error.issues as Issue[]) : null
}
