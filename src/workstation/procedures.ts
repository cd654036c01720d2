import { mapEventIterator } from '@orpc/client'
import { implement, ORPCError, ValidationError } from '@orpc/server'
import { contract } from '#shared/contract/index.ts'
import { AppError, asAppError, type ErrorCode } from '#shared/errors.ts'
import { logFailure } from '#shared/log.ts'
import { firstIssue } from '#shared/plain-sentence.ts'
import type { Caller } from './caller.ts'

/** HTTP-like status of a failure; only logs and proxies read it. */
const statusByCode: Partial<Record<ErrorCode, number>> = {
  usage: 400,
  unauthorized: 401,
  not_found: 404,
  conflict: 409,
}

function toTransport(error: unknown): ORPCError<string, unknown> {
  if (error instanceof ORPCError && !(error.cause instanceof ValidationError)) return error
  const failure = error instanceof ORPCError ? wrongInput(error) : asAppError(error)
  return new ORPCError(failure.code, {
    status: statusByCode[failure.code] ?? 500,
    message: failure.message,
    data: failure.details,
    cause: failure,
  })
}

/** What the contract refused, in words: the first field that does not fit and why. */
function wrongInput(error: ORPCError<string, unknown>): AppError {
  if (error.code !== 'BAD_REQUEST' || !(error.cause instanceof ValidationError)) {
    const sentence = 'The answer does not have the form it should. Try again, and report it if it comes back.'
    return new AppError('internal', sentence, { cause: error.cause })
  }
  const sentence = `The request does not fit: ${firstIssue(error.cause.issues)}.`
  return new AppError('usage', sentence, { cause: error })
}

function told(error: unknown): ORPCError<string, unknown> {
  const failure = toTransport(error)
  if (failure.code === 'internal') logFailure('error', 'A call failed in a way that nobody foresaw.', error)
  return failure
}

/** Base of every procedure: failures cross with their own code and sentence, also those of events that come one by one. */
export const procedures = implement(contract)
  .$context<Caller>()
  .use(async ({ next }) => {
    try {
      const answer = await next()
      const { output }: { output: unknown } = answer
      if (!isIterator(output)) return answer
      const events = mapEventIterator(output, {
        value: async (value) => value,
        error: async (error) => told(error),
      })
      return { ...answer, output: events as unknown as typeof answer.output }
    } catch (error) {
      throw told(error)
    }
  })

function isIterator(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output
}
