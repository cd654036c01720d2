import type { z } from 'zod'
import type { Epoch } from '#shared/contract/common.ts'
import { type failureSchema as failure, failureSchema, type RunKind, type RunState } from '#shared/contract/common.ts'
import { AppError } from '#shared/errors.ts'
import type { RunId, Sha256 } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { parseOptionalColumn, toColumn } from './json-columns.ts'
import { rowOf, runIdOf } from './row-ids.ts'
import { addMetrics, type RunMetrics, readMetrics } from './run-metrics.ts'
import type { SnapshotId } from './snapshots.ts'

export type RunFailure = z.infer<typeof failure>

/** A job. `request` and `result` are of the kind's own shape and parsed by the kind. */
export interface RunRow {
  readonly id: RunId
  readonly kind: RunKind
  readonly request: unknown
  readonly state: RunState
  readonly stage: string | null
  readonly done: number
  readonly total: number
  readonly snapshot: SnapshotId | null
  readonly checkpoint: Sha256 | null
  readonly runtime: string | null
  readonly device: string | null
  readonly result: unknown
  readonly error: RunFailure | null
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
}

type Stored = Omit<RunRow, 'id' | 'request' | 'result' | 'error'> & {
  readonly id: number
  readonly request: string
  readonly result: string | null
  readonly error: string | null
}

const columns = `id, kind, request, state, stage, done, total, snapshot_id AS snapshot, checkpoint, runtime, device, result,
  error, created_at AS createdAt, started_at AS startedAt, finished_at AS finishedAt`

/** Jobs of every kind; the queue of jobs is this table. */
export class Runs {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  /** A new run, queued. */
  create(kind: RunKind, request: unknown, at: string): RunId {
    const { id } = this.#db.run(`INSERT INTO runs (kind, request, state, created_at) VALUES (?, ?, 'queued', ?)`, [
      kind,
      JSON.stringify(request ?? null),
      at,
    ])
    return runIdOf(id)
  }

  find(run: RunId): RunRow | undefined {
    const row = this.#db.get<Stored>(`SELECT ${columns} FROM runs WHERE id = ?`, [rowOf(run)])
    return row && runOf(row)
  }

  /** The same where it must be there. Throws `AppError('not_found')`. */
  get(run: RunId): RunRow {
    const row = this.find(run)
    if (!row) throw new AppError('not_found', `There is no run ${run} in the project.`)
    return row
  }

  /** Newest first; of one kind where asked for. */
  list(kind?: RunKind): RunRow[] {
    return this.#db
      .all<Stored>(`SELECT ${columns} FROM runs WHERE @kind IS NULL OR kind = @kind ORDER BY id DESC`, {
        kind: kind ?? null,
      })
      .map(runOf)
  }

  /** The run that has waited longest. */
  nextQueued(): RunRow | undefined {
    const row = this.#db.get<Stored>(`SELECT ${columns} FROM runs WHERE state = 'queued' ORDER BY id LIMIT 1`)
    return row && runOf(row)
  }

  /** Moves a run on. One that is queued again forgets how it ended the last time; its checkpoint stays. */
  setState(run: RunId, state: RunState, at: string): void {
    this.#db.run(
      `UPDATE runs SET state = @state,
         started_at = CASE WHEN @state = 'running' THEN coalesce(started_at, @at) ELSE started_at END,
         finished_at = CASE WHEN @state IN ('cancelled', 'interrupted', 'failed', 'done') THEN @at END,
         error = CASE WHEN @state IN ('queued', 'running') THEN NULL ELSE error END
       WHERE id = @run`,
      { run: rowOf(run), state, at },
    )
  }

  /** Puts what was found out on the way into a run's request, so that the run goes on with it when it is resumed. */
  setRequest(run: RunId, request: unknown): void {
    this.#db.run('UPDATE runs SET request = ? WHERE id = ?', [JSON.stringify(request), rowOf(run)])
  }

  setProgress(run: RunId, progress: { readonly stage: string; readonly done: number; readonly total: number }): void {
    const { stage, done, total } = progress
    this.#db.run('UPDATE runs SET stage = ?, done = ?, total = ? WHERE id = ?', [stage, done, total, rowOf(run)])
  }

  setRuntime(run: RunId, runtime: string, device: string): void {
    this.#db.run('UPDATE runs SET runtime = ?, device = ? WHERE id = ?', [runtime, device, rowOf(run)])
  }

  /** Where the run goes on if it stops now, in place of the one before, which is given back. */
  setCheckpoint(run: RunId, checkpoint: Sha256 | null): Sha256 | null {
    const before = this.get(run).checkpoint
    this.#db.run('UPDATE runs SET checkpoint = ? WHERE id = ?', [checkpoint, rowOf(run)])
    return before === checkpoint ? null : before
  }

  setSnapshot(run: RunId, snapshot: SnapshotId): void {
    this.#db.run('UPDATE runs SET snapshot_id = ? WHERE id = ?', [snapshot, rowOf(run)])
  }

  finish(
    run: RunId,
    end: {
      readonly state: RunState
      readonly result: unknown
      readonly error: RunFailure | null
      readonly at: string
    },
  ): void {
    this.#db.run('UPDATE runs SET state = ?, result = ?, error = ?, finished_at = ? WHERE id = ?', [
      end.state,
      toColumn(end.result),
      toColumn(end.error),
      end.at,
      rowOf(run),
    ])
  }

  /** What a process that died left running becomes `interrupted`; what it was cancelling, `cancelled`. */
  markInterrupted(at: string): void {
    this.#db.run(
      `UPDATE runs SET state = CASE state WHEN 'running' THEN 'interrupted' ELSE 'cancelled' END, finished_at = ?
       WHERE state IN ('running', 'cancelling')`,
      [at],
    )
  }

  /** Device of the newest run that named one. */
  lastDevice(): string | undefined {
    return this.#db.get<{ device: string }>('SELECT device FROM runs WHERE device IS NOT NULL ORDER BY id DESC LIMIT 1')
      ?.device
  }

  /** Keeps an epoch's figures; an epoch done again after a resume takes the place of the first. */
  addMetrics(run: RunId, fit: string, epoch: Epoch, at: string): void {
    addMetrics(this.#db, run, fit, epoch, at)
  }

  metrics(run: RunId): RunMetrics[] {
    return readMetrics(this.#db, run)
  }
}

function runOf(row: Stored): RunRow {
  return {
    ...row,
    id: runIdOf(row.id),
    request: JSON.parse(row.request),
    result: row.result === null ? null : JSON.parse(row.result),
    error: parseOptionalColumn(failureSchema, row.error, 'runs.error'),
  }
}
