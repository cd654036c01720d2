import { firstIssue, issuesOf, plainSentence } from './plain-sentence.ts'
import { boundedSentence } from './quote.ts'
import { isDiskFull, systemSentence } from './system-errors.ts'

/** Every failure a person or a program can meet, by a stable code. The sentence may change, the code may not. */
export const errorCodes = [
  'usage',
  'not_found',
  'not_yet_available',
  'conflict',
  'cancelled',
  'unauthorized',
  'folder_missing',
  'project_missing',
  'project_exists',
  'project_locked',
  'project_newer',
  'project_damaged',
  'project_on_network',
  'project_read_only',
  'project_replaced',
  'storage_full',
  'labels_unreadable',
  'layout_unknown',
  'image_unreadable',
  'image_too_large',
  'image_ambiguous',
  'recipe_invalid',
  'too_few_photographs',
  'model_missing',
  'model_unreadable',
  'operator_unsupported',
  'runtime_unavailable',
  'compute_failed',
  'diverged',
  'length_mismatch',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** A failure with a code for programs and one sentence for people, of a bounded length whatever it quotes. `details` is plain JSON. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(boundedSentence(message), options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? {}
  }
}

/** What to do where nobody foresaw what happened. */
const nextStep = 'What was stored before is kept; try again, and report it if it comes back.'

/** The error as an AppError: itself, or an `internal` one (`cancelled` for an abort, `storage_full` for a full disk). Its sentence
 *  is the error's own where a person can read it, and says what to do where not: what a library threw is in the details. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof Error && error.name === 'AbortError') {
    return new AppError('cancelled', 'The work was cancelled.', { cause: error })
  }
  const message = error instanceof Error ? error.message : String(error)
  const because = { cause: error, details: { message: message.slice(0, 2000) } }
  const issues = issuesOf(error)
  if (issues) {
    return new AppError(
      'internal',
      `Something does not have the form it should (${firstIssue(issues)}). ${nextStep}`,
      because,
    )
  }
  if (isDiskFull(error)) {
    return new AppError('storage_full', 'The disk is full. Free some space and try again.', because)
  }
  const refused = systemSentence(error)
  if (refused !== null) return new AppError('internal', refused, because)
  const said = plainSentence(message)
  if (said !== null && !isFault(error)) return new AppError('internal', said, { cause: error })
  return new AppError('internal', `Something unforeseen went wrong${said ? ` (${said})` : ''}. ${nextStep}`, because)
}

/** Thrown by the language itself, or by the database: written for programmers. */
export function isFault(error: unknown): boolean {
  const kinds = [TypeError, RangeError, ReferenceError, SyntaxError]
  return kinds.some((kind) => error instanceof kind) || (error instanceof Error && error.name === 'SqliteError')
}

/** Makes a switch over a union exhaustive: a new member no longer compiles where it is forgotten. */
export function assertNever(value: never): never {
  throw new AppError('internal', `Unexpected value ${JSON.stringify(value)}.`)
}
