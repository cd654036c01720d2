/** How often each table was written to. Rows that a cascade or a trigger writes are not seen: name the table that they follow. */
export class TableRevisions {
  readonly #counts = new Map<string, number>()
  readonly #tables = new Map<string, string | null>()
  #rollbacks = 0

  /** A statement ran. */
  written(sql: string): void {
    let table = this.#tables.get(sql)
    if (table === undefined) {
      table = writtenTable(sql)
      this.#tables.set(sql, table)
    }
    if (table !== null) this.#counts.set(table, (this.#counts.get(table) ?? 0) + 1)
  }

  /** What was made of rows inside a transaction that failed must not be kept after it. */
  rolledBack(): void {
    this.#rollbacks++
  }

  of(tables: readonly string[]): string {
    return [this.#rollbacks, ...tables.map((table) => this.#counts.get(table) ?? 0)].join(' ')
  }
}

function writtenTable(sql: string): string | null {
  return sql.match(/\b(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+(\w+)/i)?.[1] ?? null
}
