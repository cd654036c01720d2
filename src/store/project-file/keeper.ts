import type { AppError } from '#shared/errors.ts'
import type { WriteGuard } from '../connection.ts'

/** What answers for the file of an open project. */
export interface Keeper extends WriteGuard {
  /** Why nothing more can be written; undefined where nothing has come between. */
  look(): AppError | undefined
  /** Refuses every write from now on. */
  refuse(error: AppError): void
  /** `listener` is called once, when nothing more can be written. */
  onRefusal(listener: (error: AppError) => void): void
  /** Forgets what was missing at an opening, once somebody has been told. */
  forgetMissing(): void
  /** Closes the connection, and what else is held. */
  close(): void
}
