import type { ImageId } from '#shared/ids.ts'
import type { ReadDb } from './connection.ts'

/** What photographs are called on the command line and in exports: the file's name without its extension where only one
 *  photograph of the project has it, else the full id `SOURCE/relative/path.ext`, SOURCE being the number of the source,
 *  which stays when its folder moves. A full id always holds a `/`, a stem never does. */
export class ImageNames {
  readonly #db: ReadDb
  #all: ReadonlyMap<ImageId, string> | undefined

  constructor(db: ReadDb) {
    this.#db = db
  }

  of(image: ImageId): string | undefined {
    const known = this.#all?.get(image)
    if (known !== undefined) return known
    return this.#db.get<{ name: string }>(
      `SELECT CASE WHEN (SELECT count(*) FROM images j WHERE j.stem = i.stem) = 1 THEN i.stem
         ELSE i.source_id || '/' || i.relative_path END AS name
       FROM images i WHERE i.id = ?`,
      [image],
    )?.name
  }

  /** Every photograph's name, oldest first. Kept until photographs come or change. */
  all(): ReadonlyMap<ImageId, string> {
    this.#all ??= this.#read()
    return this.#all
  }

  forget(): void {
    this.#all = undefined
  }

  /** Photographs meant by a name: one, several where a stem is not unique, none. A relative path with its extension serves too. */
  resolve(name: string): ImageId[] {
    const byStem = this.#ids('SELECT id FROM images WHERE stem = ? ORDER BY id', [name])
    if (byStem.length > 0) return byStem
    const [, source, relativePath] = /^(\d{1,15})\/(.+)$/s.exec(name) ?? []
    if (source !== undefined && relativePath !== undefined) {
      const byFullId = this.#ids('SELECT id FROM images WHERE source_id = ? AND relative_path = ?', [
        Number(source),
        relativePath,
      ])
      if (byFullId.length > 0) return byFullId
    }
    return this.#ids('SELECT id FROM images WHERE relative_path = ? ORDER BY id', [name])
  }

  #ids(sql: string, values: readonly (string | number)[]): ImageId[] {
    return this.#db.tuples<[ImageId]>(sql, values).map(([id]) => id)
  }

  #read(): ReadonlyMap<ImageId, string> {
    const rows = this.#db.tuples<[ImageId, string, number, string]>(
      'SELECT id, stem, source_id, relative_path FROM images ORDER BY id',
    )
    const uses = new Map<string, number>()
    for (const [, stem] of rows) uses.set(stem, (uses.get(stem) ?? 0) + 1)
    return new Map(
      rows.map(([id, stem, source, relativePath]) => [id, uses.get(stem) === 1 ? stem : `${source}/${relativePath}`]),
    )
  }
}
