import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { KnownFile } from '#store/images.ts'

/** Files of a folder, by their paths within it, beside what a project knows of them. */
export interface FolderState {
  readonly same: readonly string[]
  readonly changed: readonly string[]
  readonly missing: readonly string[]
}

type KnownFiles = ReadonlyMap<string, Pick<KnownFile, 'sha256' | 'bytes' | 'modifiedMs'>>

interface CompareOptions {
  /** Whether files of the same size and time are read, too. */
  readonly everything?: boolean
  readonly signal?: AbortSignal | undefined
}

/** Files looked at at once. */
const atOnce = 16

/** What has become of files that a project knows, in a folder: the one it knew them in, or where they may have been moved to.
 *  A file of another size has changed; one of the same size and another time is read, and compared by its SHA-256. */
export async function compareFolder(
  folder: string,
  known: KnownFiles,
  { everything = false, signal }: CompareOptions = {},
): Promise<FolderState> {
  const found = { same: [] as string[], changed: [] as string[], missing: [] as string[] }
  const waiting = [...known]
  for (let start = 0; start < waiting.length; start += atOnce) {
    signal?.throwIfAborted()
    const some = waiting.slice(start, start + atOnce)
    const states = await Promise.all(some.map(([path, file]) => stateOf(join(folder, path), file, everything)))
    some.forEach(([path], index) => {
      found[states[index] ?? 'missing'].push(path)
    })
  }
  return found
}

async function stateOf(
  path: string,
  { sha256, bytes, modifiedMs }: Pick<KnownFile, 'sha256' | 'bytes' | 'modifiedMs'>,
  everything: boolean,
): Promise<keyof FolderState> {
  const file = await stat(path).catch(() => null)
  if (!file?.isFile()) return 'missing'
  if (file.size !== bytes) return 'changed'
  if (file.mtimeMs === modifiedMs && !everything) return 'same'
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
  } catch {
    return 'missing'
  }
  return hash.digest('hex') === sha256 ? 'same' : 'changed'
}
