import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { plainFileName } from '#shared/file-name.ts'
import type { LabelSetId, Sha256, SourceId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { parseColumn } from './json-columns.ts'

/** What writing the same layout again needs; its fields belong to the reader of label files. */
export const labelShapeSchema = z.record(z.string(), z.json())
export type LabelShape = z.infer<typeof labelShapeSchema>

/** One label set as lists show it: its first file's name and layout, all files' names in the order they came. `labels`: rows of all
 *  of them that were accepted and belong to a photograph of the project. */
export interface LabelSetEntry {
  readonly id: LabelSetId
  readonly name: string
  readonly layout: string
  readonly fileName: string
  readonly files: string[]
  readonly labels: number
  readonly primary: boolean
}

/** One file of a label set; the first file's id is the set's. */
export interface LabelSet {
  readonly id: LabelSetId
  /** The set's. */
  readonly name: string
  readonly layout: string
  readonly fileName: string
  readonly sha256: Sha256
  readonly sourceId: SourceId
  readonly shape: LabelShape
  readonly primary: boolean
  readonly importedAt: string
}

export interface NewLabelSet {
  readonly name: string
  readonly layout: string
  readonly fileName: string
  /** Of the label file itself. */
  readonly sha256: Sha256
  /** The folder of photographs it came with. */
  readonly sourceId: SourceId
  readonly shape: LabelShape
  /** Whether it takes the place of the primary set; the project's first set is primary in any case. */
  readonly primary?: boolean
}

/** How many rows of a file there are, how many of them have a grade that can be used, and to how many photographs' rows they belong. */
export interface LabelFileEntry {
  readonly id: LabelSetId
  readonly labelSet: LabelSetId
  readonly fileName: string
  readonly layout: string
  /** The folder of photographs that it came with. */
  readonly folder: string
  readonly importedAt: string
  readonly rows: number
  readonly graded: number
  readonly labels: number
}

type Stored = Omit<LabelSet, 'shape' | 'primary'> & { readonly shape: string; readonly isPrimary: number }

const select = `SELECT f.id, s.name, f.layout, f.file_name AS fileName, f.sha256, f.source_id AS sourceId, f.shape,
  s.is_primary AS isPrimary, f.imported_at AS importedAt
  FROM label_sets f JOIN label_sets s ON s.id = coalesce(f.part_of, f.id)`

/** Sets of one or several label files side by side, one of the sets primary. */
export class LabelSets {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  /** Oldest first. */
  list(): LabelSetEntry[] {
    type File = Omit<LabelSetEntry, 'files' | 'primary'> & { labelSet: LabelSetId; isPrimary: number }
    const files = this.#db.all<File>(
      `SELECT f.id, coalesce(f.part_of, f.id) AS labelSet, f.name, f.layout, f.file_name AS fileName,
         f.is_primary AS isPrimary, (SELECT count(*) FROM labels l
          WHERE l.label_set_id = f.id AND l.image_id IS NOT NULL AND l.rejected IS NULL) AS labels
       FROM label_sets f ORDER BY f.id`,
    )
    return files
      .filter(({ id, labelSet }) => id === labelSet)
      .map(({ id, name, layout, fileName, isPrimary }) => {
        const own = files.filter(({ labelSet }) => labelSet === id)
        const labels = own.reduce((sum, file) => sum + file.labels, 0)
        return { id, name, layout, fileName, files: own.map((file) => file.fileName), labels, primary: isPrimary === 1 }
      })
  }

  /** Every file of every set, oldest first. */
  files(): LabelFileEntry[] {
    return this.#db.all<LabelFileEntry>(
      `SELECT f.id, coalesce(f.part_of, f.id) AS labelSet, f.file_name AS fileName, f.layout, s.folder,
         f.imported_at AS importedAt, count(l.id) AS rows,
         count(CASE WHEN l.rejected IS NULL THEN l.grade END) AS graded,
         count(CASE WHEN l.rejected IS NULL THEN l.image_id END) AS labels
       FROM label_sets f JOIN sources s ON s.id = f.source_id LEFT JOIN labels l ON l.label_set_id = f.id
       GROUP BY f.id ORDER BY f.id`,
    )
  }

  find(id: LabelSetId): LabelSet | undefined {
    return this.#all('f.id = ?', id)[0]
  }

  byName(name: string): LabelSet | undefined {
    return this.#all('f.part_of IS NULL AND f.name = ?', name)[0]
  }

  primary(): LabelSet | undefined {
    return this.#all('f.is_primary = ?', 1)[0]
  }

  /** The files of a set, oldest first. */
  filesOf(set: LabelSetId): LabelSet[] {
    return this.#all('coalesce(f.part_of, f.id) = ?', set)
  }

  /** Adds a file: as a set of its own, or to the set of that name. Gives the file's id. The same file under the same name changes
   *  nothing and gives the one that is there, unless no row of that can be used: then it was read wrongly, and is read anew. */
  add(set: NewLabelSet, at: string): LabelSetId {
    return this.#db.transaction(() => {
      const { name, layout, sha256, sourceId, shape } = set
      // It may have come with the file from anywhere, and becomes the name of a file again.
      const fileName = plainFileName(set.fileName, 'labels.csv')
      const before = this.byName(name)
      const known = this.known(set)
      if (known !== undefined) return known
      const primary = before === undefined && (set.primary === true || this.primary() === undefined)
      if (primary) this.#demote()
      // Names are unique, and that of a part is shown nowhere.
      const own = before ? `${name}, file ${this.filesOf(before.id).length + 1}, ${sha256}` : name
      const { id } = this.#db.run(
        `INSERT INTO label_sets (name, layout, file_name, sha256, source_id, shape, is_primary, imported_at, part_of)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [own, layout, fileName, sha256, sourceId, JSON.stringify(shape), Number(primary), at, before?.id ?? null],
      )
      return id as LabelSetId
    })
  }

  /** The file of the set of this name that has these bytes, read in this layout, and rows that can be used or none at all. */
  known({ name, sha256, layout }: Pick<NewLabelSet, 'name' | 'sha256' | 'layout'>): LabelSetId | undefined {
    const set = this.byName(name)
    const same = set ? this.filesOf(set.id).filter((file) => file.sha256 === sha256 && file.layout === layout) : []
    return same.find(({ id }) => this.#isGraded(id) || !this.#hasRows(id))?.id
  }

  /** Makes another set the primary one. Its labels then count where no reader has decided. */
  makePrimary(id: LabelSetId): void {
    this.#db.transaction(() => {
      this.#demote()
      const { changes } = this.#db.run('UPDATE label_sets SET is_primary = 1 WHERE id = ? AND part_of IS NULL', [id])
      if (changes === 0) throw new AppError('not_found', `There is no label set number ${id}.`)
    })
  }

  /** Where the primary set has no grade that can be used, the oldest that has one takes its place. Gives that one. */
  replaceUseless(): LabelSetEntry | undefined {
    const isUseful = ({ id }: { readonly id: LabelSetId }) => this.filesOf(id).some((file) => this.#isGraded(file.id))
    const primary = this.primary()
    const useful = primary && isUseful(primary) ? undefined : this.list().find(isUseful)
    if (useful) this.makePrimary(useful.id)
    return useful
  }

  #isGraded(file: LabelSetId): boolean {
    const sql = 'SELECT 1 FROM labels WHERE label_set_id = ? AND rejected IS NULL AND grade IS NOT NULL LIMIT 1'
    return this.#db.get(sql, [file]) !== undefined
  }

  #hasRows(file: LabelSetId): boolean {
    return this.#db.get('SELECT 1 FROM labels WHERE label_set_id = ? LIMIT 1', [file]) !== undefined
  }

  #demote(): void {
    this.#db.run('UPDATE label_sets SET is_primary = 0 WHERE is_primary = 1')
  }

  #all(where: string, key: string | number): LabelSet[] {
    return this.#db
      .all<Stored>(`${select} WHERE ${where} ORDER BY f.id`, [key])
      .map(({ isPrimary, shape, ...rest }) => {
        return { ...rest, primary: isPrimary === 1, shape: parseColumn(labelShapeSchema, shape, 'label_sets.shape') }
      })
  }
}
