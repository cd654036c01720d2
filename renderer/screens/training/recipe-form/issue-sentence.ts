import type { z } from 'zod'

/** What a value lacks, in a sentence for the person who typed it. */
export function issueSentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return expectedSentence(issue.expected)
    case 'too_small':
      if (issue.origin === 'string') return 'It must not be empty.'
      return issue.origin === 'array'
        ? `There must be at least ${issue.minimum}.`
        : `It must be ${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}.`
    case 'too_big':
      return issue.origin === 'array'
        ? `There may be at most ${issue.maximum}.`
        : `It must be ${issue.inclusive ? 'at most' : 'below'} ${issue.maximum}.`
    case 'invalid_value':
      return `It must be one of ${issue.values.join(', ')}.`
    case 'unrecognized_keys':
      return `A recipe has no ${issue.keys.join(', ')} there.`
    default:
      return asSentence(issue.message)
  }
}

function expectedSentence(expected: string): string {
  switch (expected) {
    case 'int':
      return 'It must be a whole number.'
    case 'number':
      return 'It must be a number.'
    default:
      return `It must be of the kind ${expected}.`
  }
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`
}
