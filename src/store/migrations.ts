import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '#shared/errors.ts'
import type { Connection } from './connection.ts'

/** One step of the schema. `version` is what `PRAGMA user_version` says once it is applied. */
export interface Migration {
  readonly version: number
  readonly file: string
  readonly sql: string
}

/** `migrations/` of the project; from `src/store` and from `dist/electron` alike it is two folders up. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** The migrations of a folder, `NNNN_NAME.sql`, in order. Throws where numbers are missing or used twice. */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort()
  return files.map((file, index) => {
    const version = Number(file.slice(0, 4))
    if (version !== index + 1) throw new AppError('internal', `Migration ${file} should be number ${index + 1}.`)
    return { version, file, sql: readFileSync(join(folder, file), 'utf8') }
  })
}

/** Brings the schema to the newest version, each migration in a transaction of its own. A table that others refer to can
 *  only be made anew while foreign keys are not enforced (https://www.sqlite.org/lang_altertable.html#otheralter); they are
 *  looked through before each migration is kept. */
export function migrate(connection: Connection, migrations: readonly Migration[]): void {
  const from = schemaVersion(connection)
  // Inside a transaction this does nothing; only a new project, without a row yet, is made in one.
  connection.pragma('foreign_keys = OFF')
  try {
    for (const migration of migrations.slice(from)) {
      connection.transaction(() => {
        connection.execute(migration.sql)
        connection.execute(`PRAGMA user_version = ${migration.version}`)
        const broken = connection.get<{ table: string }>('PRAGMA foreign_key_check')
        if (broken)
          throw new AppError('internal', `Migration ${migration.file} leaves ${broken.table} without its rows.`)
      })
    }
  } finally {
    connection.pragma('foreign_keys = ON')
  }
}

export function schemaVersion(connection: Connection): number {
  return Number(connection.pragma('user_version'))
}
