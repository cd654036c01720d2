import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** On Windows a folder of the user's profile has the rights of that. */
const hasModes = process.platform !== 'win32'

/** Makes a folder that nobody but this user may look into. One that is there becomes so, where its file system can. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!hasModes) return
  try {
    chmodSync(folder, 0o700)
  } catch {
    // It belongs to another user, or its file system has no rights.
  }
}

/** Makes an empty file that nobody else may read, for a program to fill that would make one that others may. One that is there
 *  is not opened: that would give up the locks that this process has on it. */
export function makePrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

/** Keeps a small text that nobody else may read, whole or not at all. */
export function keepPrivateFile(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.part`
  try {
    rmSync(temporary, { force: true })
    const descriptor = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
