import { z } from 'zod'
import type { Grade } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { parseColumn } from './json-columns.ts'
import { rowOf } from './row-ids.ts'

/** How little a model believes a label, 0 to 1, with every term that made the score. */
export interface Suspicion {
  readonly image: ImageId
  readonly label: Grade
  readonly suggested: Grade
  readonly score: number
  readonly terms: Readonly<Record<string, number>>
}

type Stored = Omit<Suspicion, 'terms'> & { readonly terms: string }

const termsSchema = z.record(z.string(), z.number())
const columns = 'image_id AS image, label, suggested, score, terms'

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
      const kept = new Set(rows.map(({ image }) => image))
      const before = this.#db.tuples<[ImageId]>('SELECT image_id FROM suspicions WHERE model_id = ?', [rowOf(model)])
      for (const [image] of before) if (!kept.has(image)) this.replaceOne(model, image, null)
      // Written over where they stand, which takes half the time of deleting and adding.
      this.put(model, rows)
    })
  }

  /** Keeps some of a model's suspicions in place of the earlier ones of the same photographs. */
  put(model: ModelId, rows: readonly Suspicion[]): void {
    this.#db.transaction(() => {
      for (let start = 0; start < rows.length; start += rowsAtOnce) {
        const some = rows.slice(start, start + rowsAtOnce)
        const places = some.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')
        this.#db.run(
          `INSERT INTO suspicions (model_id, image_id, label, suggested, score, terms) VALUES ${places}
           ON CONFLICT (model_id, image_id) DO UPDATE SET label = excluded.label, suggested = excluded.suggested,
             score = excluded.score, terms = excluded.terms
           WHERE (score, label, suggested, terms) IS NOT (excluded.score, excluded.label, excluded.suggested, excluded.terms)`,
          some.flatMap(({ image, label, suggested, score, terms }) => {
            return [rowOf(model), image, label, suggested, score, JSON.stringify(terms)]
          }),
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
    return this.#db
      .all<Stored>(`SELECT ${columns} FROM suspicions WHERE model_id = ? ORDER BY score DESC, image_id LIMIT ?`, [
        rowOf(model),
        limit,
      ])
      .map(suspicionOf)
  }

  forImage(image: ImageId, model: ModelId): Suspicion | undefined {
    const row = this.#db.get<Stored>(`SELECT ${columns} FROM suspicions WHERE model_id = ? AND image_id = ?`, [
      rowOf(model),
      image,
    ])
    return row && suspicionOf(row)
  }
}

function suspicionOf(row: Stored): Suspicion {
  return { ...row, terms: parseColumn(termsSchema, row.terms, 'suspicions.terms') }
}
