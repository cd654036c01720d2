import { ORPCError } from '@orpc/client'
import { asAppError } from '#shared/errors.ts'

/** What went wrong, in one sentence for the person at the screen. */
export function failureSentence(error: unknown): string {
  if (error instanceof Error && error.message) return asAppError(error).message
  return 'Something went wrong, and no reason was given.'
}

/** The stable code of a failure that the workstation told; null for any other. */
export function failureCode(error: unknown): string | null {
  return error instanceof ORPCError ? error.code : null
}
