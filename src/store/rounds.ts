import { type RoundComparison, type RoundVerdict, roundComparisonSchema } from '#shared/contract/verdicts.ts'
import type { ModelId, RunId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { parseOptionalColumn } from './json-columns.ts'
import { modelIdOf, rowOf, runIdOf } from './row-ids.ts'
import type { SnapshotId } from './snapshots.ts'

/** One round of a noisy-student run. */
export interface RoundRow {
  /** From 1. */
  readonly round: number
  /** The noisy-student run. */
  readonly of: RunId
  /** The student's training. */
  readonly run: RunId
  readonly snapshot: SnapshotId | null
  readonly teacher: ModelId
  /** The student; null before it is trained. */
  readonly model: ModelId | null
  readonly verdict: RoundVerdict | null
  readonly comparison: RoundComparison | null
  readonly reason: string | null
  readonly startedAt: string
  readonly judgedAt: string | null
}

type Stored = Omit<RoundRow, 'of' | 'run' | 'teacher' | 'model' | 'comparison'> & {
  readonly of: number
  readonly run: number
  readonly teacher: number
  readonly model: number | null
  readonly comparison: string | null
}

const select = `SELECT o.round, o.run_id AS "of", o.train_run_id AS run, t.snapshot_id AS snapshot, o.teacher_id AS teacher,
    (SELECT m.id FROM models m WHERE m.run_id = o.train_run_id) AS model, o.verdict, o.comparison, o.reason,
    o.started_at AS startedAt, o.judged_at AS judgedAt
  FROM rounds o JOIN runs t ON t.id = o.train_run_id`

/** Rounds of noisy-student runs. */
export class Rounds {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  add(round: Pick<RoundRow, 'of' | 'round' | 'run' | 'teacher'>, at: string): void {
    this.#db.run('INSERT INTO rounds (run_id, round, train_run_id, teacher_id, started_at) VALUES (?, ?, ?, ?, ?)', [
      rowOf(round.of),
      round.round,
      rowOf(round.run),
      rowOf(round.teacher),
      at,
    ])
  }

  judge(
    round: Pick<RoundRow, 'of' | 'round'>,
    found: { readonly verdict: RoundVerdict; readonly comparison: RoundComparison; readonly reason: string },
    at: string,
  ): void {
    this.#db.run(
      'UPDATE rounds SET verdict = ?, comparison = ?, reason = ?, judged_at = ? WHERE run_id = ? AND round = ?',
      [found.verdict, JSON.stringify(found.comparison), found.reason, at, rowOf(round.of), round.round],
    )
  }

  /** First to last. */
  ofRun(run: RunId): RoundRow[] {
    return this.#db.all<Stored>(`${select} WHERE o.run_id = ? ORDER BY o.round`, [rowOf(run)]).map(roundOf)
  }

  /** The round whose student this run trains. */
  trainedBy(run: RunId): RoundRow | undefined {
    const row = this.#db.get<Stored>(`${select} WHERE o.train_run_id = ?`, [rowOf(run)])
    return row && roundOf(row)
  }
}

function roundOf(row: Stored): RoundRow {
  return {
    ...row,
    of: runIdOf(row.of),
    run: runIdOf(row.run),
    teacher: modelIdOf(row.teacher),
    model: row.model === null ? null : modelIdOf(row.model),
    comparison: parseOptionalColumn(roundComparisonSchema, row.comparison, 'rounds.comparison'),
  }
}
