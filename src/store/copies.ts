import { z } from 'zod'
import type { Sha256 } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { parseColumn } from './json-columns.ts'

/** What a content looks like, as far as it was measured. */
export interface MeasuredContent {
  readonly content: number
  readonly sha256: Sha256
  readonly perceptualHash: string
  /** As the quality measures'. */
  readonly histogram: readonly number[]
  /** 16 x 16 grey cells; null of what was looked into by an earlier version. */
  readonly look: Uint8Array | null
  /** By the rule of screening. */
  readonly rejected: boolean
  /** Whether it was compared with those before it. */
  readonly compared: boolean
}

type Stored = Pick<MeasuredContent, 'content' | 'sha256' | 'perceptualHash' | 'look'> & {
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
        `SELECT c.id AS content, c.sha256, c.perceptual_hash AS perceptualHash, json_extract(q.measures, '$.histogram') AS histogram,
           c.look, q.rule_verdict = 'reject' AS rejected, EXISTS (SELECT 1 FROM copies k WHERE k.content_id = c.id) AS compared
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

  /** Changes with what `measured` would give. */
  stamp(): string {
    const {
      n = 0,
      seen = 0,
      last = 0,
    } = this.#db.get<{ n: number; seen: number; last: number }>(
      'SELECT count(*) AS n, count(look) AS seen, max(id) AS last FROM contents',
    ) ?? {}
    return `${n} ${seen} ${last}`
  }

  /** Keeps pairs, and that every measured content has been compared now. */
  put(pairs: readonly (readonly [content: number, of: number, turn: number])[]): void {
    this.#db.transaction(() => {
      for (const pair of pairs) {
        this.#db.run('INSERT INTO copies (content_id, of_id, turn) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', pair)
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

  /** Contents that are a turned or mirrored copy of an older one, of several of the oldest. */
  turned(): Set<Sha256> {
    return new Set(
      this.#db
        .tuples<[Sha256, number]>(
          `WITH pairs AS (
             SELECT max(content_id, of_id) AS content, min(content_id, of_id) AS of, turn FROM copies WHERE content_id <> of_id
           )
           SELECT c.sha256, p.turn FROM pairs p JOIN contents c ON c.id = p.content
           WHERE p.of = (SELECT min(q.of) FROM pairs q WHERE q.content = p.content)`,
        )
        .flatMap(([sha256, turn]) => (turn === 0 ? [] : [sha256])),
    )
  }
}
