import { asAppError } from '#shared/errors.ts'

/** What went wrong, in one sentence for the person at the screen. */
export function failureSentence(error: unknown): string {
  if (error instanceof Error && error.message) return asAppError(error).message
  return 'Something went wrong, and no reason was given.'
}
