import { z } from 'zod'
import type { RunId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { parseColumn } from './json-columns.ts'

const detailsSchema = z.record(z.string(), z.json())
export type EventDetails = z.infer<typeof detailsSchema>

/** One line of the audit log. `what` is a dotted name such as `review.grade`. */
export interface LogEvent {
  readonly id: number
  readonly at: string
  readonly who: string
  readonly what: string
  readonly details: EventDetails
}

/** Who did what, and when; append-only. */
export class Events {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  append(event: Omit<LogEvent, 'id'>): void {
    const { at, who, what, details } = event
    this.#db.run('INSERT INTO events (at, who, what, details) VALUES (?, ?, ?, ?)', [
      at,
      who,
      what,
      JSON.stringify(details),
    ])
  }

  /** What was logged under this name of one run, oldest first. Reads the whole log: for what is asked for now and then. */
  ofRun(what: string, run: RunId): EventDetails[] {
    return this.#db
      .tuples<[string]>(
        "SELECT details FROM events WHERE what = ? AND json_extract(details, '$.run') = ? ORDER BY id",
        [what, run],
      )
      .map(([details]) => parseColumn(detailsSchema, details, 'events.details'))
  }

  /** Newest first; those before an event where asked for. */
  list({ limit, before }: { readonly limit: number; readonly before?: number }): LogEvent[] {
    return this.#db
      .all<Omit<LogEvent, 'details'> & { details: string }>(
        'SELECT id, at, who, what, details FROM events WHERE id < ? ORDER BY id DESC LIMIT ?',
        [before ?? Number.MAX_SAFE_INTEGER, limit],
      )
      .map((row) => ({ ...row, details: parseColumn(detailsSchema, row.details, 'events.details') }))
  }
}
