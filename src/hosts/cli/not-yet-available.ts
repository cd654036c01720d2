import { AppError } from '#shared/errors.ts'

/** What a command answers whose part of the application is not there yet. */
export function notYetAvailable(what: string): AppError {
  return new AppError('not_yet_available', `${what} is not yet available.`)
}
