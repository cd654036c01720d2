import { accessSync, chmodSync, constants, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { Connection } from '../connection.ts'
import type { Keeper } from './keeper.ts'

/** Why a project's folder or file cannot be written; null where it can. */
export function whyReadOnly(folder: string): 'disk' | 'permission' | null {
  try {
    for (const path of [folder, join(folder, 'project.sqlite')]) accessSync(path, constants.W_OK)
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EROFS') return 'disk'
    return code === 'EACCES' || code === 'EPERM' ? 'permission' : null
  }
}

/** That a project is opened to look and export only. */
export function sayReadOnly(folder: string, why: 'disk' | 'permission'): string {
  const because = why === 'disk' ? 'lies on a disk that can only be read' : 'may not be written by you'
  return `${folder} ${because}: the project is open to look at and to export, as it was when it was opened, and no decision is kept. To go on grading, copy its folder to a disk of this machine.`
}

/** A folder with a copy of a project's database. SQLite opens no write-ahead log where it cannot write beside it. */
export function copyToLook(folder: string): string {
  const scratch = mkdtempSync(join(tmpdir(), 'regrade-look-'))
  try {
    for (let tries = 1; ; tries++) {
      const before = stampOf(folder)
      for (const name of names) copyWhereThere(join(folder, name), join(scratch, name))
      if (stampOf(folder) === before) return scratch
      if (tries === 3) {
        const sentence = `The project in ${folder} is being written by somebody else. Try again when nobody grades.`
        throw new AppError('project_locked', sentence)
      }
    }
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true })
    throw error
  }
}

const names = ['project.sqlite', 'project.sqlite-wal'] as const

function copyWhereThere(from: string, to: string): void {
  rmSync(to, { force: true })
  if (!statSync(from, { throwIfNoEntry: false })) return
  copyFileSync(from, to)
  // The copy has the permissions of what may not be written.
  chmodSync(to, 0o600)
}

/** Differs where another program has written meanwhile. */
function stampOf(folder: string): string {
  return names
    .map((name) => statSync(join(folder, name), { bigint: true, throwIfNoEntry: false }))
    .map((found) => (found ? `${found.size} ${found.mtimeNs}` : ''))
    .join()
}

/** Refuses every write, and takes the copy away at the end. */
export class ReadOnlyGuard implements Keeper {
  readonly #connection: Connection
  readonly #scratch: string
  readonly #sentence: string

  constructor(connection: Connection, scratch: string, sentence: string) {
    this.#connection = connection
    this.#scratch = scratch
    this.#sentence = sentence
  }

  before(): void {
    throw new AppError('project_read_only', this.#sentence)
  }

  after(): void {}

  look(): undefined {}

  refuse(): void {}

  onRefusal(): void {}

  forgetMissing(): void {}

  close(): void {
    this.#connection.close()
    rmSync(this.#scratch, { recursive: true, force: true })
  }
}
