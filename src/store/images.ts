import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Eye } from '#shared/grades.ts'
import type { ImageId, Sha256, SourceId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { ImageNames } from './image-names.ts'
import { parseColumn, toColumn } from './json-columns.ts'
import { type SourceRow, Sources } from './sources.ts'

/** One file's content. Width and height are oriented, full resolution, pixels. */
export interface Content {
  readonly sha256: Sha256
  readonly bytes: number
  readonly format: string
  readonly width: number
  readonly height: number
  readonly orientation: number
  readonly perceptualHash: string
}

/** What else was seen when it was looked into. */
export interface SeenContent extends Content {
  /** 16 x 16 grey cells. */
  readonly look: Uint8Array
  /** Sentences on how its file was read. */
  readonly notes: readonly string[]
}

export interface NewImage {
  readonly sourceId: SourceId
  /** From the source's folder, with forward slashes. */
  readonly relativePath: string
  readonly stem: string
  readonly content: Content | SeenContent
  readonly patient: string | null
  readonly eye: Eye | null
  readonly modifiedMs: number
}

/** A photograph as lists need it. */
export interface ImageEntry {
  readonly image: ImageId
  /** The folder whose numbering of patients counts for it. */
  readonly numbering: SourceId
  readonly name: string
  readonly sha256: Sha256
  /** Absolute path of the file. */
  readonly path: string
  readonly patient: string | null
  readonly eye: Eye | null
  readonly split: 'hold-out' | null
}

export interface ImageRow extends ImageEntry, Content {
  readonly relativePath: string
  readonly stem: string
  readonly modifiedMs: number
  /** Sentences on how its file was read, where that is not evident from the picture. */
  readonly notes: readonly string[]
}

export interface KnownFile {
  readonly image: ImageId
  readonly sha256: Sha256
  readonly bytes: number
  readonly modifiedMs: number
}

type Stored = Omit<ImageRow, 'name' | 'path' | 'notes'> & { readonly folder: string; readonly notes: string | null }

const notesSchema = z.array(z.string())

/** Photographs: one row a file, one a content. Files are never written, moved or renamed. */
export class Images {
  readonly #db: WriteDb
  readonly #names: ImageNames
  readonly #sources: Sources

  constructor(db: WriteDb) {
    this.#db = db
    this.#names = new ImageNames(db)
    this.#sources = new Sources(db)
  }

  sources(): SourceRow[] {
    return this.#sources.list()
  }

  /** The source of an absolute folder path, added where it is new. */
  upsertSource(folder: string, at: string): SourceId {
    return this.#sources.upsert(folder, at)
  }

  /** As `Sources.numberPatientsAs`. */
  numberPatientsAs(source: SourceId, folder: string): void {
    this.#sources.numberPatientsAs(source, folder)
  }

  relocateSource(source: SourceId, folder: string): void {
    this.#sources.relocate(source, folder)
  }

  /** What is stored of a source, by relative path: an unchanged size and time mean that a file need not be read again. */
  known(sourceId: SourceId): Map<string, KnownFile> {
    const rows = this.#db.tuples<[string, ImageId, Sha256, number, number]>(
      `SELECT i.relative_path, i.id, c.sha256, c.bytes, i.modified_ms
       FROM images i JOIN contents c ON c.id = i.content_id WHERE i.source_id = ?`,
      [sourceId],
    )
    return new Map(
      rows.map(([relativePath, image, sha256, bytes, modifiedMs]) => [
        relativePath,
        { image, sha256, bytes, modifiedMs },
      ]),
    )
  }

  /** Relative paths of a source's files that an earlier version looked into, which saw less of them. */
  seenBefore(sourceId: SourceId): Set<string> {
    const rows = this.#db.tuples<[string]>(
      `SELECT i.relative_path FROM images i JOIN contents c ON c.id = i.content_id
       WHERE i.source_id = ? AND c.look IS NULL`,
      [sourceId],
    )
    return new Set(rows.map(([path]) => path))
  }

  /** Adds a file, or brings its row up to date: twice the same changes nothing. Where the bytes are others than before, the
   *  photograph points to the new content and what models said of the old one is dropped; labels and readings stay. */
  add(file: NewImage, at: string): ImageId {
    return this.#db.transaction(() => {
      const contentId = this.#addContent(file.content)
      if ('look' in file.content) this.see(file.content)
      const { sourceId, relativePath, stem, patient, eye, modifiedMs } = file
      const before = this.#db.get<{ id: ImageId; contentId: number }>(
        'SELECT id, content_id AS contentId FROM images WHERE source_id = ? AND relative_path = ?',
        [sourceId, relativePath],
      )
      if (!before) {
        this.#names.forget()
        const added = this.#db.run(
          `INSERT INTO images (source_id, relative_path, stem, content_id, patient, eye, modified_ms, added_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [sourceId, relativePath, stem, contentId, patient, eye, modifiedMs, at],
        )
        return added.id as ImageId
      }
      this.#db.run(
        `UPDATE images SET content_id = ?, patient = coalesce(?, patient), eye = coalesce(?, eye), modified_ms = ?
         WHERE id = ?`,
        [contentId, patient, eye, modifiedMs, before.id],
      )
      if (before.contentId !== contentId) {
        this.#db.run('DELETE FROM predictions WHERE image_id = ?', [before.id])
        this.#db.run('DELETE FROM suspicions WHERE image_id = ?', [before.id])
      }
      return before.id
    })
  }

  /** Whose the photographs of a source are. */
  peopleOf(source: SourceId): Pick<ImageRow, 'image' | 'patient' | 'eye' | 'relativePath'>[] {
    return this.#db.all(
      'SELECT id AS image, relative_path AS relativePath, patient, eye FROM images WHERE source_id = ? ORDER BY id',
      [source],
    )
  }

  setPerson(image: ImageId, { patient, eye }: Pick<ImageRow, 'patient' | 'eye'>): void {
    this.#db.run('UPDATE images SET patient = ?, eye = ? WHERE id = ?', [patient, eye, image])
  }

  find(image: ImageId): ImageRow | undefined {
    const row = this.#db.get<Stored>(
      `SELECT i.id AS image, coalesce(s.patients_as, s.id) AS numbering, s.folder, i.relative_path AS relativePath, i.stem, i.patient, i.eye,
         i.split, i.modified_ms AS modifiedMs, c.sha256, c.bytes, c.format, c.width, c.height, c.orientation,
         c.perceptual_hash AS perceptualHash, c.notes
       FROM images i JOIN sources s ON s.id = i.source_id JOIN contents c ON c.id = i.content_id WHERE i.id = ?`,
      [image],
    )
    if (!row) return undefined
    const { folder, notes, ...rest } = row
    const read = notes === null ? [] : parseColumn(notesSchema, notes, 'contents.notes')
    return { ...rest, notes: read, name: this.#names.of(image) ?? row.stem, path: join(folder, row.relativePath) }
  }

  /** The same where it must be there. Throws `AppError('not_found')`. */
  get(image: ImageId): ImageRow {
    const row = this.find(image)
    if (!row) throw new AppError('not_found', `There is no photograph number ${image} in the project.`)
    return row
  }

  /** Photographs meant by a name, as `ImageNames.resolve`. */
  resolve(name: string): ImageId[] {
    return this.#names.resolve(name)
  }

  /** What a photograph is called, as `ImageNames`. */
  name(image: ImageId): string {
    return this.#names.of(image) ?? String(image)
  }

  names(): ReadonlyMap<ImageId, string> {
    return this.#names.all()
  }

  /** Forgets what is kept in memory, after a transaction that failed. */
  forgetNames(): void {
    this.#names.forget()
  }

  count(): number {
    return this.#db.get<{ n: number }>('SELECT count(*) AS n FROM images')?.n ?? 0
  }

  countOf(source: SourceId): number {
    return this.#db.get<{ n: number }>('SELECT count(*) AS n FROM images WHERE source_id = ?', [source])?.n ?? 0
  }

  /** Every photograph, oldest first. */
  all(): ImageEntry[] {
    const sources = new Map(this.#sources.list().map((row) => [row.source, row]))
    const names = this.#names.all()
    return this.#db
      .tuples<[ImageId, SourceId, string, Sha256, string | null, Eye | null, 'hold-out' | null]>(
        `SELECT i.id, i.source_id, i.relative_path, c.sha256, i.patient, i.eye, i.split
         FROM images i JOIN contents c ON c.id = i.content_id ORDER BY i.id`,
      )
      .map(([image, sourceId, relativePath, sha256, patient, eye, split]) => {
        const { folder, numbering } = sources.get(sourceId) as SourceRow
        const path = join(folder, relativePath)
        return { image, numbering, name: names.get(image) ?? relativePath, sha256, path, patient, eye, split }
      })
  }

  /** Difference hash of every content. */
  perceptualHashes(): Map<Sha256, string> {
    return new Map(this.#db.tuples<[Sha256, string]>('SELECT sha256, perceptual_hash FROM contents'))
  }

  /** What is to be said of how a source's files were read, in the order of their paths. */
  notesOf(source: SourceId): { readonly file: string; readonly note: string }[] {
    return this.#db.all(
      `SELECT i.relative_path AS file, n.value AS note FROM images i JOIN contents c ON c.id = i.content_id, json_each(c.notes) n
       WHERE i.source_id = ? ORDER BY i.relative_path, n.key`,
      [source],
    )
  }

  /** Keeps what was seen of a content that was looked into by an earlier version; it is then compared with all others anew. */
  see({ sha256, look, notes }: Pick<SeenContent, 'sha256' | 'look' | 'notes'>): void {
    const { changes } = this.#db.run('UPDATE contents SET look = ?, notes = ? WHERE sha256 = ? AND look IS NULL', [
      look,
      toColumn(notes.length === 0 ? null : notes),
      sha256,
    ])
    if (changes === 0) return
    this.#db.run(
      'DELETE FROM copies WHERE of_id = content_id AND content_id = (SELECT id FROM contents WHERE sha256 = ?)',
      [sha256],
    )
  }

  /** Photographs of the same bytes under several names, oldest first. */
  duplicateGroups(): ImageId[][] {
    const groups = new Map<number, ImageId[]>()
    const rows = this.#db.tuples<[number, ImageId]>(
      `SELECT content_id, id FROM images
       WHERE content_id IN (SELECT content_id FROM images GROUP BY content_id HAVING count(*) > 1) ORDER BY id`,
    )
    for (const [content, image] of rows) {
      const group = groups.get(content)
      if (group) group.push(image)
      else groups.set(content, [image])
    }
    return [...groups.values()]
  }

  /** Locks photographs away to judge models by. There is no way back. */
  lockHoldOut(images: readonly ImageId[]): void {
    this.#db.transaction(() => {
      for (const image of images) {
        this.#db.run(`UPDATE images SET split = 'hold-out' WHERE id = ? AND split IS NULL`, [image])
      }
    })
  }

  #addContent(content: Content): number {
    const { sha256, bytes, format, width, height, orientation, perceptualHash } = content
    const known = this.#db.get<{ id: number }>('SELECT id FROM contents WHERE sha256 = ?', [sha256])
    if (known) return known.id
    return this.#db.run(
      `INSERT INTO contents (sha256, bytes, format, width, height, orientation, perceptual_hash)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [sha256, bytes, format, width, height, orientation, perceptualHash],
    ).id
  }
}
