import { ORPCError } from '@orpc/client'
import { CommanderError } from 'commander'
import { asAppError } from '#shared/errors.ts'

export const exitCodes = { done: 0, failed: 1, usage: 2 } as const

export interface Failure {
  readonly code: string
  readonly message: string
  readonly details: object
  readonly exitCode: number
}

/** Codes that say the command line itself was wrong, not the work. */
const usageCodes = new Set(['usage', 'recipe_invalid'])

/** A failure of any kind as the command line tells it; null where nothing failed (help was asked for). */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return null
    const message = error.message.replace(/^error: /, '').replace(/\n\(?/, ' (')
    const sentence = error.code === 'commander.help' ? 'A command is wanted; see --help.' : message
    return { code: 'usage', message: sentence, details: {}, exitCode: exitCodes.usage }
  }
  const { code, message, details } = error instanceof ORPCError ? fromTransport(error) : asAppError(error)
  return { code, message, details, exitCode: usageCodes.has(code) ? exitCodes.usage : exitCodes.failed }
}

function fromTransport({ code, message, data }: ORPCError<string, unknown>) {
  return { code, message, details: typeof data === 'object' && data !== null ? data : {} }
}
