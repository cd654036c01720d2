import type { Grade } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { rowOf } from './row-ids.ts'

/** How likely a photograph's grade is wrong, 0 to 1, and which is likeliest true. What made the score is worked out anew when
 *  somebody asks (docs/decisions/0015). */
export interface Suspicion {
  readonly image: ImageId
  readonly label: Grade
  readonly suggested: Grade
  readonly score: number
}

const columns = 'image_id AS image, label, suggested, score'

/** A statement for many rows writes 100,000 of them in half the time that one for each takes. */
const rowsAtOnce = 100

export class Suspicions {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  /** Keeps a model's suspicions in place of all its earlier ones. */
  replace(model: ModelId, rows: readonly Suspicion[]): void {
    this.#db.transaction(() => {
      // Written over where they stand, which takes half the time of deleting and adding.
      this.put(model, rows)
      if (this.#count(model) === rows.length) return
      const kept = new Set(rows.map(({ image }) => image))
      const now = this.#db.tuples<[ImageId]>('SELECT image_id FROM suspicions WHERE model_id = ?', [rowOf(model)])
      for (const [image] of now) if (!kept.has(image)) this.replaceOne(model, image, null)
    })
  }

  /** Keeps some of a model's suspicions in place of the earlier ones of the same photographs. */
  put(model: ModelId, rows: readonly Suspicion[]): void {
    this.#db.transaction(() => {
      for (let start = 0; start < rows.length; start += rowsAtOnce) {
        const some = rows.slice(start, start + rowsAtOnce)
        const places = some.map(() => '(?, ?, ?, ?, ?)').join(', ')
        this.#db.run(
          `INSERT INTO suspicions (model_id, image_id, label, suggested, score) VALUES ${places}
           ON CONFLICT (model_id, image_id) DO UPDATE SET label = excluded.label, suggested = excluded.suggested,
             score = excluded.score
           WHERE (score, label, suggested) IS NOT (excluded.score, excluded.label, excluded.suggested)`,
          some.flatMap(({ image, label, suggested, score }) => [rowOf(model), image, label, suggested, score]),
        )
      }
    })
  }

  /** The same for one photograph; null takes its suspicion away. */
  replaceOne(model: ModelId, image: ImageId, row: Suspicion | null): void {
    if (row) this.put(model, [row])
    else this.#db.run('DELETE FROM suspicions WHERE model_id = ? AND image_id = ?', [rowOf(model), image])
  }

  /** What was learnt for this model's suspicions, as it was kept. */
  learning(model: ModelId): string | undefined {
    return this.#db.get<{ learnt: string }>('SELECT learnt FROM suspicion_learning WHERE model_id = ?', [rowOf(model)])
      ?.learnt
  }

  /** `learnt`: JSON, in place of what was learnt before. */
  keepLearning(model: ModelId, learnt: string): void {
    this.#db.run(
      `INSERT INTO suspicion_learning (model_id, learnt) VALUES (?, ?)
       ON CONFLICT (model_id) DO UPDATE SET learnt = excluded.learnt`,
      [rowOf(model), learnt],
    )
  }

  /** Most suspicious first. */
  forModel(model: ModelId, limit = Number.MAX_SAFE_INTEGER): Suspicion[] {
    return this.#db.all<Suspicion>(
      `SELECT ${columns} FROM suspicions WHERE model_id = ? ORDER BY score DESC, image_id LIMIT ?`,
      [rowOf(model), limit],
    )
  }

  #count(model: ModelId): number {
    const row = this.#db.get<{ count: number }>('SELECT count(*) AS count FROM suspicions WHERE model_id = ?', [
      rowOf(model),
    ])
    return row?.count ?? 0
  }

  forImage(image: ImageId, model: ModelId): Suspicion | undefined {
    return this.#db.get<Suspicion>(`SELECT ${columns} FROM suspicions WHERE model_id = ? AND image_id = ?`, [
      rowOf(model),
      image,
    ])
  }
}
