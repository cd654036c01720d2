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

/** A failure with a code for programs and one sentence for people. `details` is plain JSON. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? {}
  }
}

/** The error as an AppError: itself, or an `internal` one (`cancelled` for an abort) that keeps its sentence. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof Error && error.name === 'AbortError') {
    return new AppError('cancelled', 'The work was cancelled.', { cause: error })
  }
  return new AppError('internal', error instanceof Error ? error.message : String(error), { cause: error })
}

/** Makes a switch over a union exhaustive: a new member no longer compiles where it is forgotten. */
export function assertNever(value: never): never {
  throw new AppError('internal', `Unexpected value ${JSON.stringify(value)}.`)
}
