import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { isDiskFull } from '#shared/system-errors.ts'

/** Makes a folder's entries survive a power cut. Windows has no such call and keeps them by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  syncPath(folder, 'r')
}

/** Makes a file's bytes survive a power cut. */
export function syncFile(file: string): void {
  syncPath(file, 'r+')
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

interface DurableOptions {
  /** Takes the place of a file that is there. */
  readonly replace?: boolean
  readonly mode?: number
}

/** Writes a file whole or not at all: beside its place, then synced, then put there. What fails, on a full disk above all, leaves
 *  nothing. `write` is what it holds, or fills the file of the name that it is given. Throws `AppError('conflict')` where a
 *  file is there that is not to be replaced, and `storage_full`. */
export async function writeDurably(
  file: string,
  write: Uint8Array | string | ((temporary: string) => Promise<void>),
  { replace = false, mode = 0o666 }: DurableOptions = {},
): Promise<void> {
  const temporary = join(dirname(file), `.${randomUUID()}.part`)
  try {
    const handle = await open(temporary, 'wx', mode)
    try {
      if (typeof write !== 'function') await handle.writeFile(write)
    } finally {
      await handle.close()
    }
    if (typeof write === 'function') await write(temporary)
    await syncInBackground(temporary, 'r+')
    await (replace ? rename(temporary, file) : putWhereNothingIs(temporary, file))
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause
    const sentence = `The disk is full; ${basename(file)} was not written. Free some space and try again.`
    throw new AppError('storage_full', sentence, { cause })
  } finally {
    await rm(temporary, { force: true })
  }
  // Some file systems cannot sync a folder; the file is there by now.
  if (process.platform !== 'win32') await syncInBackground(dirname(file), 'r').catch(() => undefined)
}

async function syncInBackground(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags)
  await handle.sync().finally(() => handle.close())
}

/** A link fails where there is a file, which a rename would replace. */
async function putWhereNothingIs(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file)
  } catch (cause) {
    if (existsSync(file))
      throw new AppError('conflict', `${file} is there already; it was not written over.`, { cause })
    // The file system has no links.
    await rename(temporary, file)
  }
}
