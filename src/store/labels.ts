import { z } from 'zod'
import type { Grade } from '#shared/grades.ts'
import type { ImageId, LabelSetId } from '#shared/ids.ts'
import type { OedemaRisk } from '#shared/oedema.ts'
import type { WriteDb } from './connection.ts'
import { countingLabel, type FileGrade, readFileGrades } from './counting-label.ts'
import { parseColumn } from './json-columns.ts'
import { type LabelFileEntry, type LabelSet, type LabelSetEntry, LabelSets, type NewLabelSet } from './label-sets.ts'

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

/** What one file says of a photograph. */
export interface ImageLabel {
  readonly file: LabelSetId
  readonly labelSet: LabelSetId
  /** The label set's. */
  readonly name: string
  readonly fileName: string
  /** Whether its set is the primary one. */
  readonly primary: boolean
  /** Whether it is the label that counts where no reader has decided. */
  readonly counts: boolean
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

  files(): LabelFileEntry[] {
    return this.#sets.files()
  }

  /** As `LabelSets.add`. */
  addSet(set: NewLabelSet, at: string): LabelSetId {
    return this.#sets.add(set, at)
  }

  find(set: LabelSetId): LabelSet | undefined {
    return this.#sets.find(set)
  }

  byName(name: string): LabelSet | undefined {
    return this.#sets.byName(name)
  }

  filesOf(set: LabelSetId): LabelSet[] {
    return this.#sets.filesOf(set)
  }

  /** As `LabelSets.known`. */
  known(file: Pick<NewLabelSet, 'name' | 'sha256' | 'layout'>): LabelSetId | undefined {
    return this.#sets.known(file)
  }

  primary(): LabelSet | undefined {
    return this.#sets.primary()
  }

  makePrimary(set: LabelSetId): void {
    this.#sets.makePrimary(set)
  }

  /** As `LabelSets.replaceUseless`. */
  replaceUseless(): LabelSetEntry | undefined {
    return this.#sets.replaceUseless()
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

  /** Every row of a file, in its order. */
  rows(set: LabelSetId): LabelRow[] {
    return this.#db
      .all<Omit<LabelRow, 'raw'> & { raw: string }>(
        `SELECT line, name, image_id AS image, raw, grade, oedema, rejected
         FROM labels WHERE label_set_id = ? ORDER BY line`,
        [set],
      )
      .map((row) => ({ ...row, raw: parseColumn(rawSchema, row.raw, 'labels.raw') }))
  }

  /** What each file says of one photograph, the label that counts first, then the primary set's, then the oldest: the first accepted
   *  row of each, of several the first with a grade. */
  forImage(image: ImageId): ImageLabel[] {
    const rows = this.#db.all<Omit<ImageLabel, 'primary' | 'counts'> & { isPrimary: number }>(
      `SELECT f.id AS file, s.id AS labelSet, s.name, f.file_name AS fileName, s.is_primary AS isPrimary, l.grade,
         l.oedema, min(((l.grade IS NULL) << 32) + l.line) AS place
       FROM labels l JOIN label_sets f ON f.id = l.label_set_id JOIN label_sets s ON s.id = coalesce(f.part_of, f.id)
       WHERE l.image_id = ? AND l.rejected IS NULL GROUP BY f.id ORDER BY f.id`,
      [image],
    )
    const graded = rows.filter(({ grade }) => grade !== null)
    const label = countingLabel(graded, rows.find(({ isPrimary }) => isPrimary === 1)?.labelSet)
    return rows
      .map((row) => {
        const { file, labelSet, name, fileName, isPrimary, grade, oedema } = row
        return { file, labelSet, name, fileName, primary: isPrimary === 1, counts: row === label, grade, oedema }
      })
      .sort((a, b) => Number(b.counts) - Number(a.counts) || Number(b.primary) - Number(a.primary))
  }

  /** Every file's grade of every photograph, oldest file first, the label that counts marked: as it is, or as it would be were another
   *  set primary. */
  gradesByFile(primary: LabelSetId | undefined = this.primary()?.id): Map<ImageId, readonly FileGrade[]> {
    return readFileGrades(this.#db, primary)
  }

  /** Every set's grade of every photograph, its first file's that has one. */
  gradesBySet(): LabelledImage[] {
    return [...this.gradesByFile()].flatMap(([image, labels]) =>
      labels
        .filter((one, index) => labels.findIndex(({ labelSet }) => labelSet === one.labelSet) === index)
        .map(({ labelSet, name, grade }) => ({ image, labelSet, name, grade }))
        .sort((a, b) => a.labelSet - b.labelSet),
    )
  }

  /** The oedema risk of each photograph by a set, or by the set whose label counts: the first accepted row with one. */
  oedemaRisks(set?: LabelSetId): Map<ImageId, OedemaRisk> {
    const setOf = new Map(this.#db.tuples<[LabelSetId, LabelSetId]>('SELECT id, coalesce(part_of, id) FROM label_sets'))
    const labels = set === undefined ? this.gradesByFile() : undefined
    const counting = (image: ImageId) => set ?? labels?.get(image)?.find(({ counts }) => counts)?.labelSet
    const risks = new Map<ImageId, OedemaRisk>()
    for (const [image, file, risk] of this.#db.tuples<[ImageId, LabelSetId, OedemaRisk, number]>(
      `SELECT image_id, label_set_id, oedema, min(line) FROM labels
       WHERE image_id IS NOT NULL AND rejected IS NULL AND oedema IS NOT NULL
       GROUP BY image_id, label_set_id ORDER BY image_id, label_set_id`,
    )) {
      if (!risks.has(image) && setOf.get(file) === counting(image)) risks.set(image, risk)
    }
    return risks
  }
}
