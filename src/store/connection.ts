import Database from 'better-sqlite3'
import { translateSqliteError } from './sqlite-errors.ts'
import { TableRevisions } from './table-revisions.ts'

declare const readable: unique symbol
declare const writable: unique symbol

export type Value = string | number | null | Uint8Array
/** Values bound to `?` in order, or to `@name` by name. */
export type Values = readonly Value[] | Readonly<Record<string, Value>>

/** A handle that can only ask. Statements are prepared once and kept. */
export interface ReadDb {
  readonly [readable]: true
  get<Row>(sql: string, values?: Values): Row | undefined
  all<Row>(sql: string, values?: Values): Row[]
  /** Rows as arrays, in the order of the columns: the form for lists of 100,000. */
  tuples<Tuple extends readonly Value[]>(sql: string, values?: Values): Tuple[]
  /** Another text after anything was written to one of these tables through this connection: what was made of their rows may
   *  be kept for as long as it stays the same. */
  revisionOf(...tables: readonly string[]): string
}

/** A handle that can also change. */
export interface WriteDb extends ReadDb {
  readonly [writable]: true
  run(sql: string, values?: Values): { readonly changes: number; readonly id: number }
  /** Everything or nothing, begun IMMEDIATE; inside another transaction a savepoint. `work` must not be async. */
  transaction<T>(work: () => T): T
}

/** Asked around everything that is written, outermost transactions and single statements alike. */
export interface WriteGuard {
  /** Throws where nothing may be written. */
  before(): void
  /** After the commit; throws where that does not count. */
  after(): void
}

const none: readonly Value[] = []

/** One SQLite connection behind both handles. */
export class Connection implements WriteDb {
  declare readonly [readable]: true
  declare readonly [writable]: true
  readonly #database: Database.Database
  readonly #file: string
  readonly #timeoutMs: number
  #guard: WriteGuard | undefined
  readonly #statements = new Map<string, Database.Statement<unknown[]>>()
  readonly #revisions = new TableRevisions()
  readonly #tupleStatements = new Map<string, Database.Statement<unknown[]>>()

  /** `timeoutMs`: how long to wait for another program's lock. Throws as `translateSqliteError` says. */
  constructor(file: string, timeoutMs: number) {
    this.#file = file
    this.#timeoutMs = timeoutMs
    this.#database = translated(file, () => new Database(file, { timeout: timeoutMs }))
  }

  get<Row>(sql: string, values: Values = none): Row | undefined {
    return this.#translated(() => this.#prepare(sql).get(values) as Row | undefined)
  }

  all<Row>(sql: string, values: Values = none): Row[] {
    return this.#translated(() => this.#prepare(sql).all(values) as Row[])
  }

  tuples<Tuple extends readonly Value[]>(sql: string, values: Values = none): Tuple[] {
    let statement = this.#tupleStatements.get(sql)
    if (!statement) {
      statement = this.#translated(() => this.#database.prepare(sql).raw(true))
      this.#tupleStatements.set(sql, statement)
    }
    const prepared = statement
    return this.#translated(() => prepared.all(values) as Tuple[])
  }

  run(sql: string, values: Values = none): { changes: number; id: number } {
    return this.#guarded(() => {
      const { changes, lastInsertRowid } = this.#prepare(sql).run(values)
      this.#revisions.written(sql)
      return { changes, id: Number(lastInsertRowid) }
    })
  }

  transaction<T>(work: () => T): T {
    try {
      return this.#guarded(() => this.#database.transaction(work).immediate())
    } catch (error) {
      this.#revisions.rolledBack()
      throw error
    }
  }

  revisionOf(...tables: readonly string[]): string {
    return this.#revisions.of(tables)
  }

  /** Has every write from now on ask this first, and after. */
  guardBy(guard: WriteGuard): void {
    this.#guard = guard
  }

  /** Several statements at once, for migrations. */
  execute(sql: string): void {
    this.#translated(() => this.#database.exec(sql))
  }

  pragma(name: string): unknown {
    return this.#translated(() => this.#database.pragma(name, { simple: true }))
  }

  /** A complete copy of the database, of whatever lies at its name. */
  copyTo(file: string): void {
    this.#translated(() => this.#database.prepare('VACUUM INTO ?').run(file))
  }

  /** Brings the write-ahead log into the file, and empties it. False where another program is at it: nobody is waited for. */
  checkpointAtOnce(): boolean {
    this.pragma('busy_timeout = 0')
    try {
      return this.get<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')?.busy === 0
    } finally {
      this.pragma(`busy_timeout = ${this.#timeoutMs}`)
    }
  }

  close(): void {
    this.#database.close()
  }

  #guarded<T>(write: () => T): T {
    if (!this.#guard || this.#database.inTransaction) return this.#translated(write)
    this.#guard.before()
    const written = this.#translated(write)
    this.#guard.after()
    return written
  }

  #translated<T>(work: () => T): T {
    return translated(this.#file, work)
  }

  #prepare(sql: string): Database.Statement<unknown[]> {
    let statement = this.#statements.get(sql)
    if (!statement) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

function translated<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw translateSqliteError(error, file)
  }
}
