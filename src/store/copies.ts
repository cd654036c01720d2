import { z } from 'zod'
import type { Sha256 } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { parseColumn } from './json-columns.ts'

/** What a content looks like, as far as it was measured. */
export interface MeasuredContent {
  readonly content: number
  readonly perceptualHash: string
  /** As the quality measures'. */
  readonly histogram: readonly number[]
  /** By the rule of screening. */
  readonly rejected: boolean
  /** Whether it was compared with those before it. */
  readonly compared: boolean
}

type Stored = Pick<MeasuredContent, 'content' | 'perceptualHash'> & {
  readonly histogram: string
  readonly rejected: number
  readonly compared: number
}

const histogramSchema = z.array(z.number())

/** Which contents are one photograph at several sizes or qualities. */
export class Copies {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  /** Whether there is a measured content that was not compared yet. */
  isDue(): boolean {
    return (
      this.#db.get(
        `SELECT 1 FROM contents c WHERE NOT EXISTS (SELECT 1 FROM copies k WHERE k.content_id = c.id)
           AND EXISTS (SELECT 1 FROM images i JOIN quality q ON q.image_id = i.id WHERE i.content_id = c.id) LIMIT 1`,
      ) !== undefined
    )
  }

  /** Those that were compared first. */
  measured(): MeasuredContent[] {
    return this.#db
      .all<Stored>(
        `SELECT c.id AS content, c.perceptual_hash AS perceptualHash, json_extract(q.measures, '$.histogram') AS histogram,
           q.rule_verdict = 'reject' AS rejected, EXISTS (SELECT 1 FROM copies k WHERE k.content_id = c.id) AS compared
         FROM contents c JOIN images i ON i.content_id = c.id JOIN quality q ON q.image_id = i.id
         GROUP BY c.id ORDER BY compared DESC, c.id`,
      )
      .map(({ histogram, rejected, compared, ...content }) => ({
        ...content,
        histogram: parseColumn(histogramSchema, histogram, 'quality.measures'),
        rejected: rejected === 1,
        compared: compared === 1,
      }))
  }

  /** Keeps pairs, and that every measured content has been compared now. */
  put(pairs: readonly (readonly [content: number, of: number])[]): void {
    this.#db.transaction(() => {
      for (const [content, of] of pairs) {
        this.#db.run('INSERT INTO copies (content_id, of_id) VALUES (?, ?) ON CONFLICT DO NOTHING', [content, of])
      }
      this.#db.run(
        `INSERT INTO copies (content_id, of_id)
         SELECT DISTINCT i.content_id, i.content_id FROM images i JOIN quality q ON q.image_id = i.id WHERE true
         ON CONFLICT DO NOTHING`,
      )
    })
  }

  pairs(): [Sha256, Sha256][] {
    return this.#db.tuples(
      `SELECT a.sha256, b.sha256 FROM copies k JOIN contents a ON a.id = k.content_id JOIN contents b ON b.id = k.of_id
       WHERE k.content_id <> k.of_id`,
    )
  }
}
