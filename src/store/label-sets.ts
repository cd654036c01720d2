import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { LabelSetId, Sha256, SourceId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { parseColumn } from './json-columns.ts'

/** What writing the same layout again needs; its fields belong to the reader of label files. */
export const labelShapeSchema = z.record(z.string(), z.json())
export type LabelShape = z.infer<typeof labelShapeSchema>

/** One label file as lists show it. `labels`: rows that were accepted and belong to a photograph of the project. */
export interface LabelSetEntry {
  readonly id: LabelSetId
  readonly name: string
  readonly layout: string
  readonly fileName: string
  readonly labels: number
  readonly primary: boolean
}

export interface LabelSet {
  readonly id: LabelSetId
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

interface Stored {
  readonly id: LabelSetId
  readonly name: string
  readonly layout: string
  readonly fileName: string
  readonly sha256: Sha256
  readonly sourceId: SourceId
  readonly shape: string
  readonly isPrimary: number
  readonly importedAt: string
}

const columns = `id, name, layout, file_name AS fileName, sha256, source_id AS sourceId, shape, is_primary AS isPrimary,
  imported_at AS importedAt`

/** Label files side by side, one of them primary. */
export class LabelSets {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  /** Oldest first. */
  list(): LabelSetEntry[] {
    return this.#db
      .all<Omit<LabelSetEntry, 'primary'> & { isPrimary: number }>(
        `SELECT s.id, s.name, s.layout, s.file_name AS fileName, s.is_primary AS isPrimary,
           (SELECT count(*) FROM labels l
            WHERE l.label_set_id = s.id AND l.image_id IS NOT NULL AND l.rejected IS NULL) AS labels
         FROM label_sets s ORDER BY s.id`,
      )
      .map(({ isPrimary, ...entry }) => ({ ...entry, primary: isPrimary === 1 }))
  }

  find(id: LabelSetId): LabelSet | undefined {
    return this.#one(`SELECT ${columns} FROM label_sets WHERE id = ?`, id)
  }

  byName(name: string): LabelSet | undefined {
    return this.#one(`SELECT ${columns} FROM label_sets WHERE name = ?`, name)
  }

  primary(): LabelSet | undefined {
    return this.#one(`SELECT ${columns} FROM label_sets WHERE is_primary = ?`, 1)
  }

  /** Adds a set. The same file under the same name changes nothing and gives the set that is there.
   *  Throws `AppError('conflict')` where the name belongs to another file. */
  add(set: NewLabelSet, at: string): LabelSetId {
    return this.#db.transaction(() => {
      const { name, layout, fileName, sha256, sourceId, shape } = set
      const before = this.byName(name)
      if (before) {
        if (before.sha256 === sha256 && before.layout === layout) return before.id
        const sentence = `A label set named "${name}" is already there, from another file (${before.fileName}).`
        throw new AppError('conflict', `${sentence} Give this one a name of its own.`, { details: { labelSet: name } })
      }
      const primary = set.primary === true || this.primary() === undefined
      if (primary) this.#demote()
      const { id } = this.#db.run(
        `INSERT INTO label_sets (name, layout, file_name, sha256, source_id, shape, is_primary, imported_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [name, layout, fileName, sha256, sourceId, JSON.stringify(shape), Number(primary), at],
      )
      return id as LabelSetId
    })
  }

  /** Makes another set the primary one. Its labels then count where no reader has decided. */
  makePrimary(id: LabelSetId): void {
    this.#db.transaction(() => {
      this.#demote()
      const { changes } = this.#db.run('UPDATE label_sets SET is_primary = 1 WHERE id = ?', [id])
      if (changes === 0) throw new AppError('not_found', `There is no label set number ${id}.`)
    })
  }

  #demote(): void {
    this.#db.run('UPDATE label_sets SET is_primary = 0 WHERE is_primary = 1')
  }

  #one(sql: string, key: string | number): LabelSet | undefined {
    const row = this.#db.get<Stored>(sql, [key])
    if (!row) return undefined
    const { isPrimary, shape, ...rest } = row
    return { ...rest, primary: isPrimary === 1, shape: parseColumn(labelShapeSchema, shape, 'label_sets.shape') }
  }
}
