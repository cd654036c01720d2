import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { type Progress, throwIfCancelled } from '#shared/progress.ts'

/** Where a photograph is read from, and what it is known by. */
export interface PhotographFile {
  /** SHA-256 of the file's bytes. */
  readonly hash: string
  readonly path: string
}

export interface PreparedCacheOptions {
  readonly folder: string
  /** Side of the prepared square, pixels. */
  readonly size: number
  /** Names how `prepare` works; another name is another entry. */
  readonly variant: string
  /** 8-bit RGB pixels of one photograph, `size * size * 3` bytes. */
  readonly prepare: (path: string) => Promise<Uint8Array>
  /** How many bytes of pixels may stay in memory; 256 MiB if absent. */
  readonly memoryBytes?: number
}

const checksumBytes = 32

/** Photographs prepared once at training size: kept as files named by content, size and preparation, the most needed also
 *  in memory. An entry that is cut short or altered is made again. The folder can be deleted at any time. */
export class PreparedCache {
  readonly size: number
  readonly #options: PreparedCacheOptions
  readonly #held = new Map<string, Uint8Array>()
  #room: number

  constructor(options: PreparedCacheOptions) {
    this.#options = options
    this.size = options.size
    this.#room = options.memoryBytes ?? 256 * 2 ** 20
  }

  /** The pixels of one photograph. Not to be written to. Throws what `prepare` throws. */
  async pixels(photograph: PhotographFile): Promise<Uint8Array> {
    const held = this.#held.get(photograph.hash)
    if (held) return held
    const file = this.#fileOf(photograph.hash)
    let pixels = await this.#read(file, photograph.hash)
    if (!pixels) {
      pixels = await this.#options.prepare(photograph.path)
      await writeEntry(file, pixels, this.#checksum(photograph.hash, pixels))
    }
    if (pixels.length <= this.#room) {
      this.#held.set(photograph.hash, pixels)
      this.#room -= pixels.length
    }
    return pixels
  }

  #fileOf(hash: string): string {
    const { folder, size, variant } = this.#options
    return join(folder, 'prepared', hash.slice(0, 2), `${hash}-${size}-${variant}.rgb`)
  }

  async #read(file: string, hash: string): Promise<Uint8Array | null> {
    let bytes: Uint8Array
    try {
      bytes = await readFile(file)
    } catch {
      return null
    }
    if (bytes.length !== checksumBytes + this.size * this.size * 3) return null
    // A plain view: loops over Buffer and Uint8Array alike run at half speed.
    const pixels = new Uint8Array(bytes.buffer, bytes.byteOffset + checksumBytes, bytes.length - checksumBytes)
    return this.#checksum(hash, pixels).equals(bytes.subarray(0, checksumBytes)) ? pixels : null
  }

  #checksum(hash: string, pixels: Uint8Array): Buffer {
    const { size, variant } = this.#options
    return createHash('sha256').update(`${hash} ${size} ${variant}`).update(pixels).digest()
  }
}

/** Written beside and renamed, so that no reader ever meets half an entry. A full disk costs only the next reading. */
async function writeEntry(file: string, pixels: Uint8Array, checksum: Uint8Array): Promise<void> {
  const temporary = `${file}.${randomUUID()}.part`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(temporary, Buffer.concat([checksum, pixels]))
    await rename(temporary, file)
  } catch {
    await rm(temporary, { force: true }).catch(() => {})
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
