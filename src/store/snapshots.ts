import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { PseudoSource } from '#shared/contract/noisy-student.ts'
import { AppError } from '#shared/errors.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId, Sha256 } from '#shared/ids.ts'
import type { OedemaRisk } from '#shared/oedema.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
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
  /** What it was learnt with where its origin is `pseudo`. */
  readonly pseudo: SnapshotPseudoLabel | null
  /** The oedema risk that it was learnt with, where it had one and the recipe learns it. */
  readonly oedema?: OedemaRisk | undefined
}

/** A teacher's label. */
export interface SnapshotPseudoLabel {
  readonly source: PseudoSource
  readonly target: GradeProbabilities
  /** The grade that the photograph had without it. */
  readonly insteadOf: Grade | null
}

type Numbers = Readonly<Record<'p0' | 'p1' | 'p2' | 'p3' | 'p4', number | null>>
type Stored = Omit<SnapshotItem, 'pseudo' | 'oedema'> &
  Numbers & {
    readonly source: PseudoSource | null
    readonly insteadOf: Grade | null
    readonly oedema: OedemaRisk | null
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

  /** Keeps exactly what a run learns from. Its hash is of contents, labels and parts alone, so the same photographs in
   *  another project, at another time, give the same. Throws `AppError('not_found')` for a photograph that is not there. */
  create(items: readonly SnapshotItem[], at: string): SnapshotId {
    return this.#db.transaction(() => {
      const { id } = this.#db.run('INSERT INTO snapshots (sha256, items, at) VALUES (?, ?, ?)', [
        this.#hash(items),
        items.length,
        at,
      ])
      const snapshot = id as SnapshotId
      this.#addItems(snapshot, items)
      return snapshot
    })
  }

  /** Says of a snapshot what its run came to, in place of what the run set out from. */
  replace(snapshot: SnapshotId, items: readonly SnapshotItem[]): void {
    this.#db.transaction(() => {
      this.#db.run('DELETE FROM pseudo_labels WHERE snapshot_id = ?', [snapshot])
      this.#db.run('DELETE FROM snapshot_items WHERE snapshot_id = ?', [snapshot])
      this.#addItems(snapshot, items)
      this.#db.run('UPDATE snapshots SET sha256 = ?, items = ? WHERE id = ?', [
        this.#hash(items),
        items.length,
        snapshot,
      ])
    })
  }

  find(snapshot: SnapshotId): Snapshot | undefined {
    return this.#db.get<Snapshot>('SELECT id, sha256, items, at FROM snapshots WHERE id = ?', [snapshot])
  }

  /** Oldest photograph first. */
  items(snapshot: SnapshotId): SnapshotItem[] {
    return this.#db
      .all<Stored>(
        `SELECT i.image_id AS image, i.group_key AS "group", i.grade, i.origin, i.part, i.fold, i.oedema,
           l.source, l.instead_of AS insteadOf, l.p0, l.p1, l.p2, l.p3, l.p4
         FROM snapshot_items i LEFT JOIN pseudo_labels l ON l.snapshot_id = i.snapshot_id AND l.image_id = i.image_id
         WHERE i.snapshot_id = ? ORDER BY i.image_id`,
        [snapshot],
      )
      .map(itemOf)
  }

  /** How many photographs were learnt with a teacher's label, by where it came from and what it says. */
  pseudoCounts(snapshot: SnapshotId): { readonly source: PseudoSource; readonly grade: Grade; readonly n: number }[] {
    return this.#db.all(
      `SELECT l.source, i.grade, count(*) AS n
       FROM pseudo_labels l JOIN snapshot_items i ON i.snapshot_id = l.snapshot_id AND i.image_id = l.image_id
       WHERE l.snapshot_id = ? GROUP BY l.source, i.grade`,
      [snapshot],
    )
  }

  #addItems(snapshot: SnapshotId, items: readonly SnapshotItem[]): void {
    for (const { image, group, grade, origin, part, fold, pseudo, oedema } of items) {
      this.#db.run(
        `INSERT INTO snapshot_items (snapshot_id, image_id, group_key, grade, origin, part, fold, oedema)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [snapshot, image, group, grade, origin, part, fold, oedema ?? null],
      )
      if (!pseudo) continue
      this.#db.run(
        `INSERT INTO pseudo_labels (snapshot_id, image_id, source, instead_of, p0, p1, p2, p3, p4)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [snapshot, image, pseudo.source, pseudo.insteadOf, ...pseudo.target],
      )
    }
  }

  #hash(items: readonly SnapshotItem[]): Sha256 {
    const lines = items.map(({ image, grade, part, pseudo, oedema }) => {
      const content = this.#db.get<{ sha256: Sha256 }>(
        'SELECT c.sha256 FROM images i JOIN contents c ON c.id = i.content_id WHERE i.id = ?',
        [image],
      )
      if (!content) throw new AppError('not_found', `There is no photograph number ${image} in the project.`)
      const besides = [...(pseudo?.target ?? []), ...(oedema === undefined ? [] : [`oedema ${oedema}`])]
      return `${[content.sha256, grade, part, ...besides].join(' ')}\n`
    })
    return createHash('sha256').update(lines.sort().join('')).digest('hex') as Sha256
  }
}

function itemOf({ source, insteadOf, p0, p1, p2, p3, p4, oedema, ...item }: Stored): SnapshotItem {
  const target = [p0 ?? 0, p1 ?? 0, p2 ?? 0, p3 ?? 0, p4 ?? 0] as const
  const pseudo = source === null ? null : { source, target, insteadOf }
  return { ...item, pseudo, ...(oedema !== null && { oedema }) }
}
