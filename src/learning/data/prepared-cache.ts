import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Enhancement } from '#shared/enhancement.ts'
import { AppError } from '#shared/errors.ts'
import { logFailure } from '#shared/log.ts'
import { type Progress, throwIfCancelled } from '#shared/progress.ts'
import { BoundedFolder } from './bounded-folder.ts'

/** Where a photograph is read from, and what it is known by. */
export interface PhotographFile {
  /** SHA-256 of the file's bytes. */
  readonly hash: string
  readonly path: string
}

/** Where a cache lies and what its photographs are made into. Plain data, so that any thread can open it. */
export interface CachePlace {
  readonly folder: string
  /** Side of the prepared square, pixels. */
  readonly size: number
  readonly enhancement: Enhancement
}

export interface PreparedCacheOptions {
  readonly place: CachePlace
  /** 8-bit RGB pixels of one photograph, `size * size * 3` bytes. */
  readonly prepare: (path: string) => Promise<Uint8Array>
  /** How many bytes of pixels may stay in memory; 256 MiB if absent. */
  readonly memoryBytes?: number | undefined
  /** How many bytes of files the folder may hold, of all sizes and preparations; 16 GiB if absent. */
  readonly maxBytes?: number | undefined
  /** Told of the files that were deleted to stay within that. */
  readonly onEvict?: ((files: readonly string[]) => void) | undefined
}

/** Changes whenever prepared pixels would come out otherwise, so that old entries are not taken for new ones. */
const version = 'retina-2'

const checksumBytes = 32

/** Photographs prepared once at training size: kept as files named by content, size and preparation, the most needed also
 *  in memory. An entry that is cut short or altered is made again; those used longest ago make room for new ones. The folder
 *  can be deleted at any time. */
export class PreparedCache {
  readonly place: CachePlace
  readonly #prepare: PreparedCacheOptions['prepare']
  readonly #files: BoundedFolder
  readonly #held = new Map<string, Uint8Array>()
  readonly #coming = new Map<string, Promise<Uint8Array>>()
  #room: number

  constructor({ place, prepare, memoryBytes = 256 * 2 ** 20, maxBytes = 2 ** 34, onEvict }: PreparedCacheOptions) {
    this.place = place
    this.#prepare = prepare
    this.#files = new BoundedFolder({ folder: join(place.folder, 'prepared'), maxBytes, onEvict })
    this.#room = memoryBytes
  }

  /** The pixels of one photograph. Not to be written to. Throws what `prepare` throws. */
  async pixels(photograph: PhotographFile): Promise<Uint8Array> {
    const { hash } = photograph
    const known = this.#held.get(hash) ?? this.#coming.get(hash)
    if (known) return await known
    const coming = this.#load(photograph)
    this.#coming.set(hash, coming)
    try {
      const pixels = await coming
      if (pixels.length <= this.#room) {
        this.#held.set(hash, pixels)
        this.#room -= pixels.length
      }
      return pixels
    } finally {
      this.#coming.delete(hash)
    }
  }

  async #load({ hash, path }: PhotographFile): Promise<Uint8Array> {
    const file = this.#fileOf(hash)
    return await this.#files.using(file, async () => {
      const found = await this.#read(file, hash)
      if (found) return found
      const pixels = await this.#prepare(path)
      await this.#files.wrote(await writeEntry(file, pixels, this.#checksum(hash, pixels)))
      return pixels
    })
  }

  #fileOf(hash: string): string {
    const { folder, size } = this.place
    return join(folder, 'prepared', hash.slice(0, 2), `${hash}-${size}-${this.#preparation}.rgb`)
  }

  get #preparation(): string {
    const { enhancement } = this.place
    return enhancement === 'none' ? version : `${version}-${enhancement}`
  }

  async #read(file: string, hash: string): Promise<Uint8Array | null> {
    const { size } = this.place
    let bytes: Uint8Array
    try {
      bytes = await readFile(file)
    } catch {
      return null
    }
    if (bytes.length !== checksumBytes + size * size * 3) return null
    // A plain view: loops over Buffer and Uint8Array alike run at half speed.
    const pixels = new Uint8Array(bytes.buffer, bytes.byteOffset + checksumBytes, bytes.length - checksumBytes)
    return this.#checksum(hash, pixels).equals(bytes.subarray(0, checksumBytes)) ? pixels : null
  }

  #checksum(hash: string, pixels: Uint8Array): Buffer {
    return createHash('sha256').update(`${hash} ${this.place.size} ${this.#preparation}`).update(pixels).digest()
  }
}

/** Written beside and renamed, so that no reader ever meets half an entry. A full disk costs only the next reading. Gives
 *  the bytes that the disk took. */
async function writeEntry(file: string, pixels: Uint8Array, checksum: Uint8Array): Promise<number> {
  const temporary = `${file}.${randomUUID()}.part`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(temporary, Buffer.concat([checksum, pixels]))
    await rename(temporary, file)
    return checksum.length + pixels.length
  } catch (error) {
    logFailure('warn', 'A prepared photograph could not be kept in the cache.', error)
    await rm(temporary, { force: true }).catch(() => {})
    return 0
  }
}

/** Prepares all photographs, `workers` at a time, and gives those that can be used, in their order. One that cannot be
 *  decoded is told to `onUnreadable` and left out. Throws `AppError('cancelled')`. */
export async function prepareAll<P extends PhotographFile>(
  cache: PreparedCache,
  photographs: readonly P[],
  options: {
    readonly workers: number
    readonly signal?: AbortSignal | undefined
    readonly onProgress?: ((progress: Progress) => void) | undefined
    readonly onUnreadable: (photograph: P, reason: string) => void
  },
): Promise<P[]> {
  const usable = new Set<P>()
  const queue = photographs.values()
  let done = 0
  const tell = () => options.onProgress?.({ stage: 'prepare', done, total: photographs.length })
  const work = async () => {
    for (const photograph of queue) {
      throwIfCancelled(options.signal)
      try {
        await cache.pixels(photograph)
        usable.add(photograph)
      } catch (error) {
        if (!isUnreadable(error)) throw error
        options.onUnreadable(photograph, error.message)
      }
      done += 1
      tell()
    }
  }
  tell()
  await Promise.all(Array.from({ length: Math.max(1, options.workers) }, work))
  return photographs.filter((photograph) => usable.has(photograph))
}

/** Whether the photograph itself is at fault, rather than the machine. */
export function isUnreadable(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'image_unreadable' || error.code === 'image_too_large')
}
