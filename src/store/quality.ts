import { z } from 'zod'
import {
  type QualityItem,
  type QualityMeasures,
  qualityMeasuresSchema,
  type Verdict,
  verdicts,
} from '#shared/contract/quality.ts'
import type { ImageId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { Graders } from './graders.ts'
import { parseColumn } from './json-columns.ts'
import { type TurnedVerdicts, VerdictChanges } from './verdict-changes.ts'

export interface QualityFilter {
  readonly verdict?: Verdict | undefined
  readonly reason?: string | undefined
}

export interface QualityQuery extends QualityFilter {
  readonly offset: number
  readonly limit: number
}

/** One page, without names: those are the photographs' own. `total` is of the query, `counts` and `reasons` of the project. */
export interface QualityPage {
  readonly total: number
  readonly counts: Record<Verdict, number>
  readonly reasons: Record<string, number>
  readonly items: readonly Omit<QualityItem, 'name'>[]
}

interface Stored {
  readonly image: ImageId
  readonly measures: string
  readonly verdict: Verdict
  readonly readerVerdict: Verdict | null
  readonly reasons: string
}

const reasonsSchema = z.array(z.string())

const matching = `WHERE (@verdict IS NULL OR verdict = @verdict)
  AND (@reason IS NULL OR EXISTS (SELECT 1 FROM json_each(quality.reasons) WHERE value = @reason))`

/** Measures and verdicts. The rule's verdict and a reader's own stand side by side; the reader's wins. */
export class Quality {
  readonly #db: WriteDb
  readonly #graders: Graders
  readonly #changes: VerdictChanges

  constructor(db: WriteDb) {
    this.#db = db
    this.#graders = new Graders(db)
    this.#changes = new VerdictChanges(db)
  }

  /** Keeps what was measured, in place of an earlier measurement; a reader's verdict stays. */
  put(image: ImageId, measures: QualityMeasures, verdict: Verdict, reasons: readonly string[], at: string): void {
    this.#db.run(
      `INSERT INTO quality (image_id, measures, rule_verdict, reasons, measured_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (image_id) DO UPDATE SET measures = excluded.measures, rule_verdict = excluded.rule_verdict,
         reasons = excluded.reasons, measured_at = excluded.measured_at`,
      [image, JSON.stringify(measures), verdict, JSON.stringify(reasons), at],
    )
  }

  find(image: ImageId): Omit<QualityItem, 'name'> | undefined {
    const row = this.#db.get<Stored>(
      `SELECT image_id AS image, measures, verdict, reader_verdict AS readerVerdict, reasons FROM quality
       WHERE image_id = ?`,
      [image],
    )
    return row && itemOf(row)
  }

  list(query: QualityQuery): QualityPage {
    const values = valuesOf(query)
    const total = this.#db.get<{ n: number }>(`SELECT count(*) AS n FROM quality ${matching}`, values)?.n ?? 0
    const rows = this.#db.all<Stored>(
      `SELECT image_id AS image, measures, verdict, reader_verdict AS readerVerdict, reasons FROM quality ${matching}
       ORDER BY image_id LIMIT @limit OFFSET @offset`,
      { ...values, limit: query.limit, offset: query.offset },
    )
    return { total, counts: this.counts(), reasons: this.reasonCounts(), items: rows.map(itemOf) }
  }

  /** All that a list of the filter holds, in its order. */
  images(filter: QualityFilter): ImageId[] {
    return this.#db
      .tuples<[ImageId]>(`SELECT image_id FROM quality ${matching} ORDER BY image_id`, valuesOf(filter))
      .map(([image]) => image)
  }

  /** Photographs with this verdict, oldest first. */
  imagesOf(verdict: Verdict): ImageId[] {
    return this.#db
      .tuples<[ImageId]>('SELECT image_id FROM quality WHERE verdict = ? ORDER BY image_id', [verdict])
      .map(([image]) => image)
  }

  /** Photographs that are not good, oldest first, and what the rule found amiss. */
  poor(): Pick<QualityItem, 'image' | 'verdict' | 'reasons'>[] {
    return this.#db
      .tuples<[ImageId, Verdict, string]>(
        `SELECT image_id, verdict, reasons FROM quality WHERE verdict <> 'good' ORDER BY image_id`,
      )
      .map(([image, verdict, reasons]) => ({ image, verdict, reasons: reasonsOf(reasons) }))
  }

  counts(): Record<Verdict, number> {
    const rows = this.#db.tuples<[Verdict, number]>('SELECT verdict, count(*) FROM quality GROUP BY verdict')
    const found = new Map(rows)
    const [good, usable, reject] = verdicts.map((verdict) => found.get(verdict) ?? 0)
    return { good: good ?? 0, usable: usable ?? 0, reject: reject ?? 0 }
  }

  reasonCounts(): Record<string, number> {
    return Object.fromEntries(
      this.#db.tuples<[string, number]>(
        `SELECT value, count(*) FROM quality, json_each(quality.reasons) GROUP BY value ORDER BY count(*) DESC, value`,
      ),
    )
  }

  /** Photographs beyond an exposure rule: the published ones of the whole frame, or those inside the retina. */
  beyond(rule: 'underexposed' | 'overexposed' | 'retinaUnderexposed' | 'retinaOverexposed'): ImageId[] {
    return this.#db
      .tuples<[ImageId]>('SELECT image_id FROM quality WHERE measures ->> ? ORDER BY image_id', [`$.${rule}`])
      .map(([image]) => image)
  }

  /** A reader's own verdict. Photographs that were not measured yet are left out. Gives how many changed. */
  decide(images: readonly ImageId[], verdict: Verdict, grader: string, at: string): number {
    return this.#db.transaction(() => this.#changes.make(images, verdict, this.#graders.ensure(grader, at), at))
  }

  /** Takes back the reader's last change of verdicts, or makes again what was taken back last; null where there is none. */
  turn(way: 'undo' | 'redo', grader: string, at: string): TurnedVerdicts | null {
    const graderId = this.#graders.find(grader)
    if (graderId === undefined) return null
    return this.#db.transaction(() =>
      way === 'undo' ? this.#changes.retractLast(graderId, at) : this.#changes.restoreLast(graderId, at),
    )
  }
}

function valuesOf({ verdict, reason }: QualityFilter) {
  return { verdict: verdict ?? null, reason: reason ?? null }
}

function itemOf({ image, measures, verdict, readerVerdict, reasons }: Stored): Omit<QualityItem, 'name'> {
  return {
    image,
    verdict,
    decidedBy: readerVerdict === null ? 'rule' : 'reader',
    reasons: reasonsOf(reasons),
    measures: parseColumn(qualityMeasuresSchema, measures, 'quality.measures'),
  }
}

function reasonsOf(column: string): string[] {
  return parseColumn(reasonsSchema, column, 'quality.reasons')
}
