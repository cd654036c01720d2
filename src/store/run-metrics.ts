import { type Epoch, epochSchema } from '#shared/contract/common.ts'
import type { RunId } from '#shared/ids.ts'
import type { ReadDb, WriteDb } from './connection.ts'
import { parseColumn } from './json-columns.ts'
import { rowOf } from './row-ids.ts'

/** An epoch of one fit of a run: "main", "fold 2 of 3". */
export interface RunMetrics {
  readonly fit: string
  readonly epoch: Epoch
  /** When it was told. */
  readonly at: string
}

export function addMetrics(db: WriteDb, run: RunId, fit: string, epoch: Epoch, at: string): void {
  db.run(
    `INSERT INTO run_metrics (run_id, fit, epoch, metrics, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (run_id, fit, epoch) DO UPDATE SET metrics = excluded.metrics, at = excluded.at`,
    [rowOf(run), fit, epoch.epoch, JSON.stringify(epoch), at],
  )
}

/** By fit, then by epoch. */
export function readMetrics(db: ReadDb, run: RunId): RunMetrics[] {
  return db
    .tuples<[string, string, string]>('SELECT fit, metrics, at FROM run_metrics WHERE run_id = ? ORDER BY fit, epoch', [
      rowOf(run),
    ])
    .map(([fit, metrics, at]) => ({ fit, epoch: parseColumn(epochSchema, metrics, 'run_metrics.metrics'), at }))
}
