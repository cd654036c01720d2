import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openRegular } from '#files/regular-file.ts'
import { dicomBytes, isDicom } from '#shared/dicom.ts'
import { AppError } from '#shared/errors.ts'
import { throwIfCancelled, type WorkOptions } from '#shared/progress.ts'
import { isPictureName } from './photograph-names.ts'

/** Relative paths, with forward slashes and sorted, of the files in a folder and its subfolders that are named as pictures,
 *  or are DICOM under a name without an ending, which is how it is often kept. Hidden files, project folders and subfolders that may not be opened are passed over; links are followed, each folder once.
 *  Throws `AppError` `not_found` where the folder itself cannot be opened, or `cancelled`. Progress counts files found. */
export async function scanFolder(folder: string, { signal, onProgress }: WorkOptions = {}): Promise<string[]> {
  const found: string[] = []
  const visited = new Set<string>()
  const waiting = ['']
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    throwIfCancelled(signal)
    const inside = next
    const place = join(folder, inside)
    const entries = await open(place, visited).catch((cause: unknown) => {
      if (inside !== '') return []
      throw new AppError('not_found', `The folder ${folder} cannot be opened.`, { cause })
    })
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`
      const kind = await kindOf(entry, join(place, entry.name))
      if (kind === 'folder' && !entry.name.endsWith('.regrade')) waiting.push(path)
      if (
        kind === 'file' &&
        (isPictureName(entry.name) || (await isNamelessDicom(entry.name, join(place, entry.name))))
      ) {
        found.push(path)
      }
    }
    onProgress?.({ stage: 'find', done: found.length, total: found.length })
  }
  return found.sort()
}

/** A folder's entries; none where it was visited before by another way. */
async function open(place: string, visited: Set<string>): Promise<Dirent[]> {
  const real = await realpath(place)
  if (visited.has(real)) return []
  visited.add(real)
  return await readdir(place, { withFileTypes: true })
}

/** Names as IM000001 or 1.2.840.113619; the index of a disc of DICOM files is none of them. */
async function isNamelessDicom(name: string, path: string): Promise<boolean> {
  if (!/^[^.]+$|\.\d+$/.test(name) || name.toUpperCase() === 'DICOMDIR') return false
  const opened = await openRegular(path).catch(() => undefined)
  if (!opened) return false
  const { handle } = opened
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(dicomBytes), 0, dicomBytes, 0)
    return bytesRead === dicomBytes && isDicom(buffer)
  } catch {
    return false
  } finally {
    await handle.close()
  }
}

async function kindOf(entry: Dirent, path: string): Promise<'file' | 'folder' | 'other'> {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  if (!entry.isSymbolicLink()) return 'other'
  const target = await stat(path).catch(() => undefined)
  if (target?.isFile()) return 'file'
  return target?.isDirectory() ? 'folder' : 'other'
}
