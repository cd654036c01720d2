import { z } from 'zod'
import type { ModelStatus } from '#shared/contract/common.ts'
import { AppError } from '#shared/errors.ts'
import type { ModelId, RunId, Sha256 } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { parseColumn } from './json-columns.ts'
import { modelIdOf, rowOf, runIdOf } from './row-ids.ts'
import type { SnapshotId } from './snapshots.ts'

/** What travels with the weights: preprocessing, figures, training. Its fields belong to those who train. */
export const modelCardSchema = z.record(z.string(), z.json())
export type ModelCard = z.infer<typeof modelCardSchema>

export interface ModelRow {
  readonly id: ModelId
  readonly name: string
  readonly architecture: string
  readonly head: string
  /** The weights' file. */
  readonly blob: Sha256
  readonly parent: ModelId | null
  readonly run: RunId | null
  readonly snapshot: SnapshotId | null
  readonly card: ModelCard
  readonly status: ModelStatus
  readonly promotedAt: string | null
  readonly createdAt: string
}
export type NewModel = Omit<ModelRow, 'id' | 'promotedAt' | 'createdAt'>

type Stored = Omit<ModelRow, 'id' | 'parent' | 'run' | 'card'> & {
  readonly id: number
  readonly parent: number | null
  readonly run: number | null
  readonly card: string
}

const columns = `id, name, architecture, head, blob, parent_id AS parent, run_id AS run, snapshot_id AS snapshot, card,
  status, promoted_at AS promotedAt, created_at AS createdAt`

export class Models {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  add(model: NewModel, at: string): ModelId {
    const { name, architecture, head, blob, parent, run, snapshot, card, status } = model
    const { id } = this.#db.run(
      `INSERT INTO models (name, architecture, head, blob, parent_id, run_id, snapshot_id, card, status, promoted_at,
         created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        name,
        architecture,
        head,
        blob,
        parent && rowOf(parent),
        run && rowOf(run),
        snapshot,
        JSON.stringify(card),
        status,
        status === 'promoted' ? at : null,
        at,
      ],
    )
    return modelIdOf(id)
  }

  /** Keeps what photographs outside the project look like that a model learnt from, as texts without line breaks. */
  keepLooksElsewhere(model: ModelId, looks: readonly string[]): void {
    if (looks.length === 0) return
    this.#db.run('INSERT INTO learnt_elsewhere (model_id, looks) VALUES (?, ?) ON CONFLICT DO NOTHING', [
      rowOf(model),
      looks.join('\n'),
    ])
  }

  looksElsewhere(model: ModelId): string[] {
    const row = this.#db.get<{ looks: string }>('SELECT looks FROM learnt_elsewhere WHERE model_id = ?', [rowOf(model)])
    return row?.looks.split('\n') ?? []
  }

  /** Oldest first. */
  list(): ModelRow[] {
    return this.#db.all<Stored>(`SELECT ${columns} FROM models ORDER BY id`).map(modelOf)
  }

  find(model: ModelId): ModelRow | undefined {
    const row = this.#db.get<Stored>(`SELECT ${columns} FROM models WHERE id = ?`, [rowOf(model)])
    return row && modelOf(row)
  }

  /** The same where it must be there. Throws `AppError('model_missing')`. */
  get(model: ModelId): ModelRow {
    const row = this.find(model)
    if (!row) throw new AppError('model_missing', `There is no model ${model} in the project.`)
    return row
  }

  /** The model that a run made, where it has made one. */
  ofRun(run: RunId): ModelRow | undefined {
    const row = this.#db.get<Stored>(`SELECT ${columns} FROM models WHERE run_id = ?`, [rowOf(run)])
    return row && modelOf(row)
  }

  /** The model in use: the one that a person promoted or the gate accepted, else the starter. A candidate never is. */
  current(): ModelRow | undefined {
    const row = this.#db.get<Stored>(
      `SELECT ${columns} FROM models WHERE status IN ('promoted', 'starter')
       ORDER BY CASE status WHEN 'promoted' THEN 0 ELSE 1 END, id DESC LIMIT 1`,
    )
    return row && modelOf(row)
  }

  /** Makes a model the current one; the one promoted before is retired, and may be promoted again. */
  promote(model: ModelId, at: string): ModelRow {
    return this.#db.transaction(() => {
      const before = this.get(model)
      if (before.status === 'promoted') return before
      this.#db.run(`UPDATE models SET status = 'retired' WHERE status = 'promoted'`)
      this.#db.run(`UPDATE models SET status = 'promoted', promoted_at = ? WHERE id = ?`, [at, rowOf(model)])
      return this.get(model)
    })
  }

  /** Lets a model that is not in use stand beside the one that is, as a candidate. Throws `AppError('conflict')` for the model in
   *  use. */
  keepAsCandidate(model: ModelId): ModelRow {
    return this.#db.transaction(() => {
      if (this.current()?.id === model) {
        throw new AppError('conflict', `Model ${model} is in use. Promote another one, and it is retired.`)
      }
      this.#db.run(`UPDATE models SET status = 'candidate' WHERE id = ?`, [rowOf(model)])
      return this.get(model)
    })
  }
}

function modelOf(row: Stored): ModelRow {
  return {
    ...row,
    id: modelIdOf(row.id),
    parent: row.parent === null ? null : modelIdOf(row.parent),
    run: row.run === null ? null : runIdOf(row.run),
    card: parseColumn(modelCardSchema, row.card, 'models.card'),
  }
}
