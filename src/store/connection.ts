import Database from 'better-sqlite3'
import { translateSqliteError } from './sqlite-errors.ts'

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
}

/** A handle that can also change. */
export interface WriteDb extends ReadDb {
  readonly [writable]: true
  run(sql: string, values?: Values): { readonly changes: number; readonly id: number }
  /** Everything or nothing, begun IMMEDIATE; inside another transaction a savepoint. `work` must not be async. */
  transaction<T>(work: () => T): T
}

const none: readonly Value[] = []

/** One SQLite connection behind both handles. */
export class Connection implements WriteDb {
  declare readonly [readable]: true
  declare readonly [writable]: true
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement<unknown[]>>()
  readonly #tupleStatements = new Map<string, Database.Statement<unknown[]>>()

  /** `timeoutMs`: how long to wait for another program's lock. Throws as `translateSqliteError` says. */
  constructor(file: string, timeoutMs: number) {
    this.#database = translated(() => new Database(file, { timeout: timeoutMs }))
  }

  get<Row>(sql: string, values: Values = none): Row | undefined {
    return translated(() => this.#prepare(sql).get(values) as Row | undefined)
  }

  all<Row>(sql: string, values: Values = none): Row[] {
    return translated(() => this.#prepare(sql).all(values) as Row[])
  }

  tuples<Tuple extends readonly Value[]>(sql: string, values: Values = none): Tuple[] {
    let statement = this.#tupleStatements.get(sql)
    if (!statement) {
      statement = translated(() => this.#database.prepare(sql).raw(true))
      this.#tupleStatements.set(sql, statement)
    }
    const prepared = statement
    return translated(() => prepared.all(values) as Tuple[])
  }

  run(sql: string, values: Values = none): { changes: number; id: number } {
    const { changes, lastInsertRowid } = translated(() => this.#prepare(sql).run(values))
    return { changes, id: Number(lastInsertRowid) }
  }

  transaction<T>(work: () => T): T {
    return translated(() => this.#database.transaction(work).immediate())
  }

  /** Several statements at once, for migrations. */
  execute(sql: string): void {
    translated(() => this.#database.exec(sql))
  }

  pragma(name: string): unknown {
    return translated(() => this.#database.pragma(name, { simple: true }))
  }

  close(): void {
    this.#database.close()
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

function translated<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw translateSqliteError(error)
  }
}
