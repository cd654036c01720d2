import { z } from 'zod'
import type { Grade } from '#shared/grades.ts'
import type { ImageId, LabelSetId } from '#shared/ids.ts'
import type { OedemaRisk } from '#shared/oedema.ts'
import type { WriteDb } from './connection.ts'
import { parseColumn } from './json-columns.ts'
import { type LabelSet, type LabelSetEntry, LabelSets, type NewLabelSet } from './label-sets.ts'

/** One row of a label file as it came. `image` is null where no photograph bears the name. */
export interface LabelRow {
  /** 1-based line of the file. */
  readonly line: number
  readonly name: string
  readonly image: ImageId | null
  readonly raw: readonly string[]
  readonly grade: Grade | null
  readonly oedema: number | null
  /** Why the row does not count; null where it does. */
  readonly rejected: string | null
}

/** What one set says of a photograph. */
export interface ImageLabel {
  readonly labelSet: LabelSetId
  readonly name: string
  readonly primary: boolean
  readonly grade: Grade | null
  readonly oedema: number | null
}

export interface LabelledImage {
  readonly image: ImageId
  readonly labelSet: LabelSetId
  readonly name: string
  readonly grade: Grade
}

const rawSchema = z.array(z.string())

/** Imported labels, never edited: a row may only be joined to a photograph that came later. */
export class Labels {
  readonly #db: WriteDb
  readonly #sets: LabelSets

  constructor(db: WriteDb) {
    this.#db = db
    this.#sets = new LabelSets(db)
  }

  sets(): LabelSetEntry[] {
    return this.#sets.list()
  }

  addSet(set: NewLabelSet, at: string): LabelSetId {
    return this.#sets.add(set, at)
  }

  find(set: LabelSetId): LabelSet | undefined {
    return this.#sets.find(set)
  }

  byName(name: string): LabelSet | undefined {
    return this.#sets.byName(name)
  }

  primary(): LabelSet | undefined {
    return this.#sets.primary()
  }

  makePrimary(set: LabelSetId): void {
    this.#sets.makePrimary(set)
  }

  /** Adds rows by line; lines that are there stay as they are. */
  addRows(set: LabelSetId, rows: readonly LabelRow[]): void {
    this.#db.transaction(() => {
      for (const { line, name, image, raw, grade, oedema, rejected } of rows) {
        this.#db.run(
          `INSERT INTO labels (label_set_id, line, name, image_id, raw, grade, oedema, rejected)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (label_set_id, line) DO NOTHING`,
          [set, line, name, image, JSON.stringify(raw), grade, oedema, rejected],
        )
      }
    })
  }

  /** Joins rows that had no photograph to those that came later. Gives how many were joined. */
  joinImages(set: LabelSetId, rows: readonly { readonly line: number; readonly image: ImageId }[]): number {
    return this.#db.transaction(() => {
      let joined = 0
      for (const { line, image } of rows) {
        joined += this.#db.run(
          'UPDATE labels SET image_id = ? WHERE label_set_id = ? AND line = ? AND image_id IS NULL',
          [image, set, line],
        ).changes
      }
      return joined
    })
  }

  /** Every row of a set, in the order of the file. */
  rows(set: LabelSetId): LabelRow[] {
    return this.#db
      .all<Omit<LabelRow, 'raw'> & { raw: string }>(
        `SELECT line, name, image_id AS image, raw, grade, oedema, rejected
         FROM labels WHERE label_set_id = ? ORDER BY line`,
        [set],
      )
      .map((row) => ({ ...row, raw: parseColumn(rawSchema, row.raw, 'labels.raw') }))
  }

  /** What each set says of one photograph: its first accepted row, primary set first. */
  forImage(image: ImageId): ImageLabel[] {
    return this.#db
      .all<Omit<ImageLabel, 'primary'> & { isPrimary: number }>(
        `SELECT s.id AS labelSet, s.name, s.is_primary AS isPrimary, l.grade, l.oedema, min(l.line) AS line
         FROM labels l JOIN label_sets s ON s.id = l.label_set_id
         WHERE l.image_id = ? AND l.rejected IS NULL GROUP BY s.id ORDER BY s.is_primary DESC, s.id`,
        [image],
      )
      .map(({ labelSet, name, isPrimary, grade, oedema }) => ({
        labelSet,
        name,
        primary: isPrimary === 1,
        grade,
        oedema,
      }))
  }

  /** The oedema risk that a set, the primary one where none is given, has of each photograph: its first accepted row
   *  with one. */
  oedemaRisks(set: LabelSetId | undefined = this.primary()?.id): Map<ImageId, OedemaRisk> {
    if (set === undefined) return new Map()
    const rows = this.#db.tuples<[ImageId, OedemaRisk, number]>(
      `SELECT image_id, oedema, min(line) FROM labels
       WHERE label_set_id = ? AND image_id IS NOT NULL AND rejected IS NULL AND oedema IS NOT NULL GROUP BY image_id`,
      [set],
    )
    return new Map(rows.map(([image, risk]) => [image, risk]))
  }

  /** Every accepted grade of every set, by photograph and then by set: what disagreements are found from. */
  gradesBySet(): LabelledImage[] {
    const names = new Map(this.#db.tuples<[LabelSetId, string]>('SELECT id, name FROM label_sets'))
    return this.#db
      .tuples<[ImageId, LabelSetId, Grade, number]>(
        `SELECT image_id, label_set_id, grade, min(line) FROM labels
         WHERE image_id IS NOT NULL AND rejected IS NULL AND grade IS NOT NULL
         GROUP BY image_id, label_set_id`,
      )
      .map(([image, labelSet, grade]) => ({ image, labelSet, name: names.get(labelSet) as string, grade }))
  }
}
