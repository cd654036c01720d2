import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '#shared/errors.ts'
import { wayBack } from './project-file/backups.ts'

/** That a project's file is damaged, and what there is to go back to. */
export function damaged(file: string, because: { readonly cause?: unknown; readonly check?: string } = {}): AppError {
  const { cause, check } = because
  return new AppError('project_damaged', `The project’s file ${file} is damaged. ${wayBack(dirname(file))}`, {
    ...(cause !== undefined && { cause }),
    ...(check !== undefined && { details: { check } }),
  })
}

/** What SQLite answered of a file, as a failure with a sentence where people can do something about it; else the error as it came. */
export function translateSqliteError(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const { code } = error
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return damaged(file, { cause: error })
  }
  if (code === 'SQLITE_FULL') {
    return new AppError(
      'storage_full',
      'The disk is full; nothing of this step was kept. Free some space and try again.',
      { cause: error },
    )
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new AppError('project_locked', 'The project file is held by another program. Close that and try again.', {
      cause: error,
    })
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) {
    const sentence = `${file} cannot be read or written. Look at the disk and at the file’s permissions, and try again.`
    return new AppError('internal', sentence, { cause: error, details: { sqlite: code } })
  }
  if (code === 'SQLITE_CONSTRAINT_FOREIGNKEY') {
    return new AppError('not_found', 'Something that was referred to is not in the project.', { cause: error })
  }
  return error
}
