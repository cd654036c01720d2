import { closeSync, constants, fdatasync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { logFailure } from '#shared/log.ts'

const countsSchema = z.object({ readings: z.int().min(0), verdicts: z.int().min(0) })
/** Rows of what readers said: readings, and changes of verdicts; undone ones too, since nothing is ever taken out. */
export type Counts = z.infer<typeof countsSchema>

const keptSchema = z.object({
  /** Id of the project that was counted. */
  project: z.string(),
  ...countsSchema.shape,
  /** What was acknowledged once and was not in the file at an opening since; null where nothing is amiss. */
  missing: countsSchema.nullable(),
})
export type KeptCounts = z.infer<typeof keptSchema>

/** Longer than any content, and within one sector, which a power cut leaves either old or new. */
const length = 256

const fileOf = (folder: string) => join(folder, 'lease.count.json')

/** What was counted at last; undefined where nothing was, or it cannot be read. */
export function readKeptCounts(folder: string): KeptCounts | undefined {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')))
  } catch {
    return undefined
  }
}

/** How many readings were acknowledged, kept beside the lease and not in the database, so that a database that lost some can be told
 *  from one that never had them. Written after each commit: what it says was on disk before. A killed process loses none of it; the
 *  flush to the disk runs beside the next decision, so after a power cut it may lack those of the last few milliseconds. */
export class KeptCount {
  readonly #descriptor: number
  #isFlushing = false
  #isStale = false
  #isClosed = false

  constructor(folder: string) {
    this.#descriptor = openSync(fileOf(folder), constants.O_RDWR | constants.O_CREAT, 0o600)
  }

  /** A count that cannot be written (on a full disk) is behind until the next one, and fails no decision. */
  write(kept: KeptCounts): void {
    try {
      writeSync(this.#descriptor, `${JSON.stringify(kept).padEnd(length - 1)}\n`, 0)
    } catch (error) {
      logFailure('warn', 'The number of readings could not be kept beside the database.', error)
      return
    }
    this.#isStale = true
    this.#flush()
  }

  close(): void {
    this.#isClosed = true
    try {
      fsyncSync(this.#descriptor)
    } catch (error) {
      // As in `write`.
      logFailure('warn', 'The number of readings could not be flushed to the disk.', error)
    }
    if (!this.#isFlushing) closeSync(this.#descriptor)
  }

  #flush(): void {
    if (this.#isFlushing || !this.#isStale) return
    this.#isFlushing = true
    this.#isStale = false
    fdatasync(this.#descriptor, () => {
      this.#isFlushing = false
      if (this.#isClosed) closeSync(this.#descriptor)
      else this.#flush()
    })
  }
}
