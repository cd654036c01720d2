import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface BoundedFolderOptions {
  readonly folder: string
  /** What all files together may hold. Processes and threads that share the folder keep to it each for itself, so together
   *  they may pass it by a thirty-second each. */
  readonly maxBytes: number
  /** Told of the files that were deleted, those used longest ago first. */
  readonly onEvict?: ((files: readonly string[]) => void) | undefined
}

/** Keeps a folder within its bound by deleting the files that were used longest ago; one in use is never deleted. */
export class BoundedFolder {
  readonly #options: BoundedFolderOptions
  /** In the order of their last use here. */
  readonly #used = new Set<string>()
  readonly #inUse = new Map<string, number>()
  /** Bytes at the last look, and written since. Nothing is known before the first. */
  #total = Number.POSITIVE_INFINITY
  #written = 0
  #sweeping: Promise<void> | null = null

  constructor(options: BoundedFolderOptions) {
    this.#options = options
  }

  /** Does `work` with a file that stays until it is done. */
  async using<T>(file: string, work: () => Promise<T>): Promise<T> {
    this.#used.delete(file)
    this.#used.add(file)
    this.#inUse.set(file, (this.#inUse.get(file) ?? 0) + 1)
    try {
      return await work()
    } finally {
      const users = (this.#inUse.get(file) ?? 1) - 1
      if (users > 0) this.#inUse.set(file, users)
      else this.#inUse.delete(file)
    }
  }

  /** To be called after a file of so many bytes was written. */
  async wrote(bytes: number): Promise<void> {
    this.#total += bytes
    this.#written += bytes
    const { maxBytes } = this.#options
    if (this.#total <= maxBytes && this.#written <= maxBytes / 32) return
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null
    })
    await this.#sweeping
  }

  async #sweep(): Promise<void> {
    const { maxBytes, onEvict } = this.#options
    this.#written = 0
    const files = await this.#files()
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    const evicted: string[] = []
    if (total > maxBytes) {
      // Some more than must be, so that the next file does not need a look at all of them again.
      for (const { file, bytes } of files) {
        if (total <= (maxBytes * 7) / 8) break
        if (this.#inUse.has(file) || !(await removed(file))) continue
        this.#used.delete(file)
        total -= bytes
        evicted.push(file)
      }
    }
    this.#total = total
    if (evicted.length > 0) onEvict?.(evicted)
  }

  /** All files, used longest ago first: those not used here by the times that the disk keeps. */
  async #files(): Promise<{ readonly file: string; readonly bytes: number }[]> {
    const entries = await readdir(this.#options.folder, { recursive: true, withFileTypes: true }).catch(() => [])
    const files: { file: string; bytes: number; time: number }[] = []
    for (const entry of entries) {
      if (!entry.isFile()) continue
      const file = join(entry.parentPath, entry.name)
      const found = await stat(file).catch(() => null)
      if (found) files.push({ file, bytes: found.size, time: Math.max(found.atimeMs, found.mtimeMs) })
    }
    const place = new Map([...this.#used].map((file, index) => [file, index]))
    const rank = (file: string) => place.get(file) ?? -1
    return files.sort((a, b) => rank(a.file) - rank(b.file) || a.time - b.time)
  }
}

/** A file that cannot be deleted, because another program reads it, stays. */
async function removed(file: string): Promise<boolean> {
  try {
    await rm(file)
    return true
  } catch {
    return false
  }
}
