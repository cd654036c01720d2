import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { findBackups, wayBack } from './backups.ts'
import { readKeptCounts } from './kept-count.ts'

/** Whether SQLite may open `project.sqlite`. It is asked before SQLite looks: of an empty file that takes away the write-ahead log, and with it
 *  what may be all that is left. Throws `AppError` `project_missing` or `project_damaged`, or what the system says of the path. */
export function requireProjectFile(folder: string): void {
  const file = join(folder, 'project.sqlite')
  const found = lookAt(file)
  if (!found) throw missing(folder)
  if (found.isDirectory()) {
    throw new AppError('project_damaged', `${file} is a folder, and a file is wanted. ${wayBack(folder)}`)
  }
  if (found.size > 0) return
  const because = hasHeldSomething(folder)
    ? `something has emptied it. ${wayBack(folder)}`
    : 'it was cut off while it was being made. Make the project in this folder again.'
  throw new AppError('project_damaged', `${file} is empty (0 bytes): ${because}`)
}

function missing(folder: string): AppError {
  const sentence = hasHeldSomething(folder)
    ? `The project’s file project.sqlite is no longer in ${folder}. ${wayBack(folder)}`
    : `There is no Regrade project in ${folder}.`
  return new AppError('project_missing', sentence)
}

/** Whether a folder holds what is left of a project, its `project.sqlite` gone or emptied: a new one in its place would bury that. */
export function isBereft(folder: string): boolean {
  return (lookAt(join(folder, 'project.sqlite'))?.size ?? 0) === 0 && hasHeldSomething(folder)
}

function hasHeldSomething(folder: string): boolean {
  const { readings = 0, verdicts = 0 } = readKeptCounts(folder) ?? {}
  const log = lookAt(join(folder, 'project.sqlite-wal'))
  return readings + verdicts > 0 || (log?.size ?? 0) > 0 || hasBlobs(folder) || findBackups(folder).length > 0
}

function hasBlobs(folder: string): boolean {
  try {
    return readdirSync(join(folder, 'blobs')).some((name) => /^[0-9a-f]{2}$/.test(name))
  } catch {
    return false
  }
}

/** What lies there; undefined where nothing does. */
function lookAt(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    // A part of the way that is a file.
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return undefined
    throw error
  }
}
