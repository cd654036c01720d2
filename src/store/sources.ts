import type { SourceId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'

export interface SourceRow {
  readonly source: SourceId
  readonly folder: string
  readonly images: number
}

/** Folders of photographs. They are read where they are; only where a folder lies may change. */
export class Sources {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  list(): SourceRow[] {
    return this.#db.all<SourceRow>(
      `SELECT s.id AS source, s.folder, (SELECT count(*) FROM images i WHERE i.source_id = s.id) AS images
       FROM sources s ORDER BY s.id`,
    )
  }

  /** The source of an absolute folder path, added where it is new. */
  upsert(folder: string, at: string): SourceId {
    this.#db.run('INSERT INTO sources (folder, added_at) VALUES (?, ?) ON CONFLICT (folder) DO NOTHING', [folder, at])
    const row = this.#db.get<{ id: SourceId }>('SELECT id FROM sources WHERE folder = ?', [folder])
    return row?.id as SourceId
  }

  /** Says where a moved folder lies now. */
  relocate(source: SourceId, folder: string): void {
    this.#db.run('UPDATE sources SET folder = ? WHERE id = ?', [folder, source])
  }
}
