import { renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { logFailure } from '#shared/log.ts'
import type { Connection } from '../connection.ts'
import { backUp, putBack } from './backups.ts'
import { identityOf } from './file-identity.ts'
import type { Keeper } from './keeper.ts'
import { type Counts, KeptCount, type KeptCounts } from './kept-count.ts'

/** How often the write-ahead log is brought into the project's file, and the file is looked for, milliseconds. */
const everyMs = 2000

interface FileGuardOptions {
  readonly connection: Connection
  /** project.sqlite. */
  readonly file: string
  readonly kept: KeptCounts
  /** The instant, for the name of a rescue copy. */
  readonly now?: () => Date
}

/** Why nothing more is written. `file`: without a copy of what was decided yet; `rescued`: with one; `log`: all is in the file. */
interface Refusal {
  readonly because: 'file' | 'rescued' | 'log' | 'damage'
  readonly error: AppError
}

/** Stands behind every write of an open project: nothing is acknowledged that is not in the file that lies in the project's folder, how
 *  much was is counted beside the lease, and what was written is in the file itself soon after. */
export class FileGuard implements Keeper {
  readonly #connection: Connection
  readonly #file: string
  readonly #log: string
  readonly #fileIdentity: string | undefined
  #logIdentity: string | undefined
  readonly #now: () => Date
  readonly #count: KeptCount
  readonly #counts: () => Counts
  #kept: KeptCounts
  #refusal: Refusal | undefined
  #isWritten = false
  readonly #timer: ReturnType<typeof setInterval>
  readonly #listeners: ((refusal: AppError) => void)[] = []

  constructor({ connection, file, kept, now = () => new Date() }: FileGuardOptions) {
    this.#connection = connection
    this.#file = file
    this.#log = `${file}-wal`
    this.#fileIdentity = identityOf(file)
    this.#logIdentity = identityOf(this.#log)
    this.#now = now
    this.#kept = kept
    this.#count = new KeptCount(dirname(file))
    this.#count.write(kept)
    this.#counts = counterOf(connection)
    this.#timer = setInterval(() => this.#everySoOften(), everyMs).unref()
  }

  before(): void {
    const refusal = this.#rescueAgain() ?? this.look()
    if (refusal) throw refusal
  }

  after(): void {
    this.#isWritten = true
    const refusal = this.look()
    // Where only the log is gone, everything that was committed has been brought into the file; what comes next is refused.
    if (refusal && this.#refusal?.because !== 'log') throw refusal
    this.#countAnew()
  }

  /** Why nothing more can be written; undefined where all is well. */
  look(): AppError | undefined {
    if (this.#refusal) return this.#refusal.error
    if (identityOf(this.#file) !== this.#fileIdentity) return this.#refuse(this.#rescue())
    this.#logIdentity ??= identityOf(this.#log)
    return this.#isLogGone() ? this.#refuse(this.#withoutLog()) : undefined
  }

  /** Refuses every write from now on, since the file is damaged. */
  refuse(error: AppError): void {
    this.#refuse({ because: 'damage', error })
  }

  /** `listener` is called once when nothing more can be written. */
  onRefusal(listener: (refusal: AppError) => void): void {
    this.#listeners.push(listener)
  }

  /** Forgets what was missing at an opening, once somebody has been told. */
  forgetMissing(): void {
    this.#kept = { ...this.#kept, missing: null }
    this.#count.write(this.#kept)
  }

  /** Closes the connection. Of a file that was replaced SQLite would take away the log of the one that lies there now, which may be all that
   *  some other machine decided. */
  close(): void {
    clearInterval(this.#timer)
    try {
      if (!this.#rescueAgain() && !this.look()) this.#tidy()
      const isForeign = identityOf(this.#log) !== undefined && this.#isLogGone()
      if (isForeign) renameSync(this.#log, `${this.#log}.kept`)
      try {
        this.#connection.close()
      } finally {
        if (isForeign) renameSync(`${this.#log}.kept`, this.#log)
      }
    } finally {
      this.#count.close()
    }
  }

  /** On a full disk what was written stays in the log, where the next opening finds it. */
  #tidy(): void {
    try {
      this.#connection.pragma('optimize')
      this.#connection.pragma('wal_checkpoint(TRUNCATE)')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      logFailure('warn', 'The log of the database could not be tidied away when the project was closed.', error)
    }
  }

  #isLogGone(): boolean {
    return this.#logIdentity !== undefined && identityOf(this.#log) !== this.#logIdentity
  }

  #refuse(refusal: Refusal): AppError {
    const isNew = this.#refusal === undefined
    this.#refusal = refusal
    if (isNew) logFailure('error', 'Nothing more is kept in the file of the project.', refusal.error)
    if (isNew) for (const listener of this.#listeners) listener(refusal.error)
    return refusal.error
  }

  /** Where there was no room for a copy before. */
  #rescueAgain(): AppError | undefined {
    return this.#refusal?.because === 'file' ? this.#refuse(this.#rescue()) : undefined
  }

  #withoutLog(): Refusal {
    this.#connection.pragma('wal_checkpoint(TRUNCATE)')
    const sentence =
      'The project’s write-ahead log was taken away while it was open, by a program that tidies or syncs. Everything decided is in the project’s file; open the project again to go on.'
    return { because: 'log', error: new AppError('project_replaced', sentence) }
  }

  /** What was decided is still in the file that this process has open, whatever lies at its name. */
  #rescue(): Refusal {
    const what = identityOf(this.#file) === undefined ? 'removed' : 'replaced by another'
    const { readings } = this.#kept
    const all = readings === 1 ? 'the 1 reading' : `all ${readings} readings`
    const said = `The project’s file was ${what} while it was open, so nothing more is kept in it.`
    const folder = dirname(this.#file)
    try {
      const copy = backUp(this.#connection, folder, 'rescued', this.#now().toISOString())
      const sentence = `${said} A copy with ${all} is in ${folder}: ${copy}. ${putBack}`
      const details = { copy, readings }
      return { because: 'rescued', error: new AppError('project_replaced', sentence, { details }) }
    } catch (cause) {
      const next = 'A copy of it could not be written: make room and try again, and do not close Regrade before.'
      const details = { copy: null, readings }
      return { because: 'file', error: new AppError('project_replaced', `${said} ${next}`, { cause, details }) }
    }
  }

  #countAnew(): void {
    const counts = this.#counts()
    const { readings, verdicts } = this.#kept
    if (counts.readings === readings && counts.verdicts === verdicts) return
    this.#kept = { ...this.#kept, ...counts }
    this.#count.write(this.#kept)
  }

  /** A copy of project.sqlite alone then has everything, and a log that is lost or cut loses nothing. Waits for nobody: where another program
   *  reads just now, it is done the next time. */
  #everySoOften(): void {
    try {
      if (this.look() || !this.#isWritten) return
      this.#isWritten = !this.#connection.checkpointAtOnce()
    } catch (error) {
      // The log still has it all.
      logFailure('warn', 'The log of the database could not be brought into its file.', error)
    }
  }
}

const lastReading = 'SELECT coalesce(max(id), 0) AS last FROM readings'
const lastVerdict = 'SELECT coalesce(max(id), 0) AS last FROM verdict_changes'

/** Counts what readers said. Both tables are append-only, and their ids go up by one; a schema of before verdicts could be undone has only
 *  the first. */
export function counterOf(connection: Connection): () => Counts {
  const hasVerdicts = connection.get("SELECT 1 FROM sqlite_schema WHERE name = 'verdict_changes'") !== undefined
  const last = (sql: string) => connection.get<{ last: number }>(sql)?.last ?? 0
  return () => ({ readings: last(lastReading), verdicts: hasVerdicts ? last(lastVerdict) : 0 })
}
