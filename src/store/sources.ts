import { AppError } from '#shared/errors.ts'
import type { SourceId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'

export interface SourceRow {
  readonly source: SourceId
  readonly folder: string
  readonly images: number
  /** The folder whose numbering of patients counts here. */
  readonly numbering: SourceId
}

/** Folders of photographs. They are read where they are; only where a folder lies may change. */
export class Sources {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  list(): SourceRow[] {
    return this.#db.all<SourceRow>(
      `SELECT s.id AS source, s.folder, coalesce(s.patients_as, s.id) AS numbering, (SELECT count(*) FROM images i WHERE i.source_id = s.id) AS images
       FROM sources s ORDER BY s.id`,
    )
  }

  /** The source of an absolute folder path, added where it is new. */
  upsert(folder: string, at: string): SourceId {
    this.#db.run('INSERT INTO sources (folder, added_at) VALUES (?, ?) ON CONFLICT (folder) DO NOTHING', [folder, at])
    const row = this.#db.get<{ id: SourceId }>('SELECT id FROM sources WHERE folder = ?', [folder])
    return row?.id as SourceId
  }

  /** Says that a folder numbers its patients as another one does, and with it those that number theirs as it does.
   *  Throws `AppError('not_found')` where the other is no folder of the project. */
  numberPatientsAs(source: SourceId, folder: string): void {
    const sources = this.list()
    const other = sources.find((one) => one.folder === folder)
    if (!other) {
      const known = sources.filter((one) => one.source !== source).map((one) => one.folder)
      const there = known.length === 0 ? 'it has no other folder' : `its folders are ${known.join(', ')}`
      throw new AppError('not_found', `No photographs of ${folder} are in the project; ${there}.`)
    }
    const own = sources.find((one) => one.source === source)
    if (!own || own.numbering === other.numbering) return
    this.#db.run('UPDATE sources SET patients_as = @to WHERE coalesce(patients_as, id) = @from', {
      ...{ to: other.numbering, from: own.numbering },
    })
  }

  /** Says where a moved folder lies now. */
  relocate(source: SourceId, folder: string): void {
    this.#db.run('UPDATE sources SET folder = ? WHERE id = ?', [folder, source])
  }
}
