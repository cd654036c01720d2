import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { type Sha256, sha256Schema } from '#shared/ids.ts'
import { logFailure } from '#shared/log.ts'
import { isDiskFull } from '#shared/system-errors.ts'

/** Files named by their SHA-256 under `blobs/ab/abcdef…`: models, maps, checkpoints. Never changed once there. */
export interface Blobs {
  readonly folder: string
  /** Keeps bytes; once this resolves they survive a power cut. */
  put(bytes: Uint8Array): Promise<Sha256>
  /** Keeps a copy of a file, streamed. */
  putFile(path: string): Promise<Sha256>
  /** Where a blob lies, whether it is there or not. */
  path(sha256: Sha256): string
  has(sha256: Sha256): boolean
  /** Throws `AppError('not_found')`, or `AppError('project_damaged')` where the bytes are not what their name says. */
  read(sha256: Sha256): Promise<Uint8Array>
  /** Gives a blob up that nothing refers to any more. One that cannot be deleted stays, and only takes space. */
  remove(sha256: Sha256): Promise<void>
}

/** Opens a folder of blobs; it is made with the first one. Needs no database, so any process may. Where it cannot be written, new ones go
 *  to the folder `instead`. */
export function openBlobs(kept: string, instead?: string): Blobs {
  const folder = instead ?? kept
  const place = (root: string, sha256: Sha256) => join(root, sha256.slice(0, 2), sha256)
  const path = (sha256: Sha256) => place(existsSync(place(kept, sha256)) ? kept : folder, sha256)
  return {
    folder,
    path,
    has: (sha256) => existsSync(path(sha256)),
    put: async (bytes) => {
      const sha256 = sha256Of(bytes)
      if (await holds(path(sha256), bytes.length)) return sha256
      return await keep(folder, path, async (file) => {
        await file.writeFile(bytes)
        return sha256
      })
    },
    putFile: (source) =>
      keep(folder, path, async (file) => {
        const hash = createHash('sha256')
        for await (const chunk of createReadStream(source, { highWaterMark: 1 << 20 })) {
          hash.update(chunk)
          await file.writeFile(chunk)
        }
        return sha256Schema.parse(hash.digest('hex'))
      }),
    read: async (sha256) => {
      const bytes = await readFile(path(sha256)).catch((cause: unknown) => {
        throw new AppError('not_found', `The project's file ${sha256.slice(0, 12)}… is not there.`, { cause })
      })
      if (sha256Of(bytes) === sha256) return bytes
      throw new AppError('project_damaged', `The project's file ${sha256.slice(0, 12)}… is damaged.`)
    },
    remove: async (sha256) =>
      await rm(place(folder, sha256), { force: true }).catch((error: unknown) =>
        logFailure('warn', 'A file that is no longer wanted could not be removed.', error),
      ),
  }
}

/** Deletes what a process that was killed had begun to write. Nobody else may be writing. */
export function removeHalfWritten(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    if (name.endsWith(halfWritten)) rmSync(join(folder, name), { force: true })
  }
}

const halfWritten = '.part'

type FileHandle = Awaited<ReturnType<typeof open>>

/** Writes to a temporary name, then renames: a blob is either wholly there or not at all. */
async function keep(
  folder: string,
  path: (sha256: Sha256) => string,
  write: (file: FileHandle) => Promise<Sha256>,
): Promise<Sha256> {
  await mkdir(folder, { recursive: true })
  const temporary = join(folder, `.${randomUUID()}${halfWritten}`)
  try {
    const file = await open(temporary, 'wx', 0o600)
    let sha256: Sha256
    try {
      sha256 = await write(file)
      await file.sync()
    } finally {
      await file.close()
    }
    const shard = join(folder, sha256.slice(0, 2))
    await mkdir(shard, { recursive: true })
    await rename(temporary, path(sha256))
    await syncFolders(shard, folder)
    return sha256
  } catch (cause) {
    await rm(temporary, { force: true })
    throw isDiskFull(cause)
      ? new AppError('storage_full', 'The disk is full; the file was not kept. Free some space and try again.', {
          cause,
        })
      : cause
  }
}

/** Without this a rename may be forgotten by a power cut. Windows has no such call. */
async function syncFolders(...folders: string[]): Promise<void> {
  if (process.platform === 'win32') return
  for (const folder of folders) {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  }
}

/** SHA-256 of bytes, as blobs and label files are named by it. */
export function sha256Of(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256
}

async function holds(path: string, bytes: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.size === bytes
}
