import Database from 'better-sqlite3'
import { AppError } from '#shared/errors.ts'

/** What SQLite answered, as a failure with a sentence where people can do something about it; else the error as it came. */
export function translateSqliteError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const { code } = error
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new AppError('project_damaged', 'The project file is damaged. A backup may lie in its folder `backups`.', {
      cause: error,
    })
  }
  if (code === 'SQLITE_FULL') {
    return new AppError('storage_full', 'The disk is full; nothing of this step was kept.', { cause: error })
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new AppError('project_locked', 'The project file is held by another program.', { cause: error })
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) {
    return new AppError(
      'internal',
      'The project file cannot be read or written; look at the disk and its permissions.',
      {
        cause: error,
        details: { sqlite: code },
      },
    )
  }
  if (code === 'SQLITE_CONSTRAINT_FOREIGNKEY') {
    return new AppError('not_found', 'Something that was referred to is not in the project.', { cause: error })
  }
  return error
}
