import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId, Sha256 } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'

export const snapshotIdSchema = z.int().positive().brand<'SnapshotId'>()
export type SnapshotId = z.infer<typeof snapshotIdSchema>

/** One photograph of what a run learnt from. `group` is the patient or duplicate group that no split may cut. */
export interface SnapshotItem {
  readonly image: ImageId
  readonly group: string
  readonly grade: Grade
  readonly origin: 'imported' | 'read' | 'pseudo'
  readonly part: 'train' | 'validation' | 'hold-out'
  readonly fold: number | null
}

export interface Snapshot {
  readonly id: SnapshotId
  readonly sha256: Sha256
  readonly items: number
  readonly at: string
}

export class Snapshots {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  /** Keeps exactly what a run learns from. Its hash is of contents, grades and parts alone, so the same photographs in
   *  another project, at another time, give the same. Throws `AppError('not_found')` for a photograph that is not there. */
  create(items: readonly SnapshotItem[], at: string): SnapshotId {
    return this.#db.transaction(() => {
      const { id } = this.#db.run('INSERT INTO snapshots (sha256, items, at) VALUES (?, ?, ?)', [
        this.#hash(items),
        items.length,
        at,
      ])
      for (const { image, group, grade, origin, part, fold } of items) {
        this.#db.run(
          `INSERT INTO snapshot_items (snapshot_id, image_id, group_key, grade, origin, part, fold)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          [id, image, group, grade, origin, part, fold],
        )
      }
      return id as SnapshotId
    })
  }

  find(snapshot: SnapshotId): Snapshot | undefined {
    return this.#db.get<Snapshot>('SELECT id, sha256, items, at FROM snapshots WHERE id = ?', [snapshot])
  }

  /** Oldest photograph first. */
  items(snapshot: SnapshotId): SnapshotItem[] {
    return this.#db.all<SnapshotItem>(
      `SELECT image_id AS image, group_key AS "group", grade, origin, part, fold FROM snapshot_items
       WHERE snapshot_id = ? ORDER BY image_id`,
      [snapshot],
    )
  }

  #hash(items: readonly SnapshotItem[]): Sha256 {
    const lines = items.map(({ image, grade, part }) => {
      const content = this.#db.get<{ sha256: Sha256 }>(
        'SELECT c.sha256 FROM images i JOIN contents c ON c.id = i.content_id WHERE i.id = ?',
        [image],
      )
      if (!content) throw new AppError('not_found', `There is no photograph number ${image} in the project.`)
      return `${content.sha256} ${grade} ${part}\n`
    })
    return createHash('sha256').update(lines.sort().join('')).digest('hex') as Sha256
  }
}
