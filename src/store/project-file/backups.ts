import { chmodSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Connection } from '../connection.ts'
import { syncFile, syncFolder } from '../durable-files.ts'
import { makePrivateFolder } from '../private-files.ts'

/** A copy of the project's database in its folder `backups`. */
export interface Backup {
  /** From the project's folder. */
  readonly file: string
  /** When it was written, ISO 8601 UTC. */
  readonly at: string
  readonly readings: number
}

/** A complete copy of the project's database in `backups/`, checked and on disk before this returns. Gives its path from the project's
 *  folder. `why` is the beginning of its name. */
export function backUp(connection: Connection, folder: string, why: string, now: string): string {
  const backups = join(folder, 'backups')
  makePrivateFolder(backups)
  const name = `${why}-${now.replaceAll(/[^0-9TZ]/g, '')}.sqlite`
  const temporary = join(backups, `${name}.part`)
  rmSync(temporary, { force: true })
  try {
    connection.copyTo(temporary)
    if (process.platform !== 'win32') chmodSync(temporary, 0o600)
    syncFile(temporary)
    renameSync(temporary, join(backups, name))
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(backups)
  syncFolder(folder)
  return join('backups', name)
}

/** The backups of a project that can be read, the newest first. */
export function findBackups(folder: string): Backup[] {
  return sqliteFilesIn(join(folder, 'backups'))
    .flatMap((name) => {
      const file = join('backups', name)
      const readings = readingsIn(join(folder, file))
      return readings === null ? [] : [{ file, readings, at: statSync(join(folder, file)).mtime.toISOString() }]
    })
    .sort((a, b) => b.at.localeCompare(a.at))
}

/** One backup in words: its name, date and readings. */
export function nameBackup({ file, at, readings }: Backup): string {
  const date = `${at.slice(0, 16).replace('T', ' ')} UTC`
  return `${file} of ${date} with ${readings === 1 ? '1 reading' : `${readings} readings`}`
}

/** What can be gone back to, and how, where the project's file is of no use. */
export function wayBack(folder: string): string {
  const [newest] = findBackups(folder)
  if (!newest) {
    return 'There is no backup of it in its folder. Keep the folder as it is, and look for an older project.sqlite among the backups of this machine.'
  }
  return `The newest backup is ${nameBackup(newest)}. ${putBack}`
}

export const putBack =
  'To go back to it, close Regrade, move project.sqlite and project.sqlite-wal elsewhere, and copy it to project.sqlite.'

function sqliteFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.sqlite'))
  } catch {
    return []
  }
}

/** Readings of a file, undone ones too; null of one that is no project or cannot be read. */
function readingsIn(file: string): number | null {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true })
    try {
      return database.prepare<[], number>('SELECT coalesce(max(id), 0) FROM readings').pluck().get() ?? null
    } finally {
      database.close()
    }
  } catch {
    return null
  }
}
