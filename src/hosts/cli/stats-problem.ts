import type { z } from 'zod'
import { shortened } from '#shared/quote.ts'
import { firstOf } from './words.ts'

/** What does not fit of an input, in a sentence for who wrote it; null where nothing is known against it. `known`: the fields
 *  that it may have. */
export function fieldProblem(input: unknown, known: readonly string[]): string | null {
  if (input === null || typeof input !== 'object' || Array.isArray(input))
    return `The input is ${written(input)}, and must be an object with the fields ${known.join(', ')}.`
  const unknown = Object.keys(input).filter((name) => !known.includes(name))
  if (unknown.length === 0) return null
  return `The input has ${firstOf(unknown.map((name) => shortened(name)))}, which this command does not know; its fields are ${known.join(', ')}.`
}

/** The same of values: the fields that are missing, or else the first value that does not fit. */
export function valueProblem(issues: readonly z.core.$ZodIssue[], input: unknown): string {
  const missing = issues.filter(({ path }) => path.length === 1 && valueAt(input, path) === undefined)
  if (missing.length > 0) return `The input lacks ${missing.map(({ path }) => path.join()).join(' and ')}.`
  const [issue] = issues
  if (!issue) return 'The input does not fit.'
  const name = shortened(issue.path.map((step, depth) => (depth === 0 ? String(step) : `[${String(step)}]`)).join(''))
  const value = valueAt(input, issue.path)
  const is = `${name} is ${written(value)}, and must be`
  switch (issue.code) {
    case 'invalid_type':
      return `${is} ${kinds[issue.expected] ?? issue.expected}.`
    case 'invalid_value':
      return `${is} one of ${issue.values.join(', ')}.`
    case 'too_small':
      return Array.isArray(value)
        ? `${name} has ${count(value.length)}, and needs at least ${issue.minimum}.`
        : `${is} at least ${issue.minimum}.`
    case 'too_big':
      return `${is} at most ${issue.maximum}.`
    default:
      return `${name} does not fit: ${issue.message}.`
  }
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  string: 'text',
  object: 'an object',
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step], input)
}

function written(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value !== null && typeof value === 'object') return 'an object'
  return shortened(JSON.stringify(value))
}

function count(values: number): string {
  return values === 1 ? '1 value' : `${values} values`
}
