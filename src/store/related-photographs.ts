import type { Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import type { ReadDb } from './connection.ts'
import { readCurrentGrade, readImportedGrade } from './current-grades.ts'
import { rowsOf } from './row-index.ts'

/** Photographs of the other eye of the same person, who is known within one folder and those that number theirs alike. */
const numbering = (source: string) => `(SELECT coalesce(patients_as, id) FROM sources WHERE id = ${source})`
const fellows = `FROM images a JOIN images b ON b.patient = a.patient
    AND (b.source_id = a.source_id OR ${numbering('b.source_id')} = ${numbering('a.source_id')})
  WHERE a.patient IS NOT NULL AND `

/** Photographs of the same content, of which few have several; and of a copy of it, of which each stands beside itself, too. */
const copies = `SELECT a.id, b.id FROM images a JOIN images b ON b.content_id = a.content_id
  WHERE a.content_id IN (SELECT content_id FROM images GROUP BY content_id HAVING count(*) > 1) AND a.id <> b.id
  UNION SELECT a.id, b.id FROM (
    SELECT content_id, of_id FROM copies WHERE content_id <> of_id
    UNION SELECT of_id, content_id FROM copies WHERE content_id <> of_id
  ) k JOIN images a ON a.content_id = k.content_id JOIN images b ON b.content_id = k.of_id
  ORDER BY 1, 2`

/** Which photographs belong together: the two eyes of a person, and copies of one photograph. */
export class RelatedPhotographs {
  readonly #db: ReadDb

  constructor(db: ReadDb) {
    this.#db = db
  }

  /** Left and right eye of every two photographs that show both eyes of one person. */
  eyePairs(): [ImageId, ImageId][] {
    return this.#db.tuples(`SELECT a.id, b.id ${fellows} a.eye = 'left' AND b.eye = 'right' ORDER BY a.id, b.id`)
  }

  fellowEyes(): Map<ImageId, ImageId[]> {
    const pairs = this.eyePairs()
    return grouped([...pairs, ...pairs.map(([left, right]) => [right, left] as const)])
  }

  fellowEyesOf(image: ImageId): ImageId[] {
    return this.#db
      .tuples<[ImageId]>(`SELECT b.id ${fellows} a.eye <> b.eye AND a.id = ? ORDER BY b.id`, [image])
      .map(([id]) => id)
  }

  copies(): Map<ImageId, ImageId[]> {
    return grouped(this.#db.tuples(copies))
  }

  /** Copies of a photograph whose current grade is another than its own; of photographs that `knows` leaves out, the grade they came
   *  with counts. */
  contradictionsOf(
    image: ImageId,
    knows: (image: ImageId) => boolean,
  ): { readonly image: ImageId; readonly grade: Grade }[] {
    const copies = this.copiesOf(image)
    if (copies.length === 0) return []
    const gradeOf = (one: ImageId) => (knows(one) ? readCurrentGrade : readImportedGrade)(this.#db, one).grade
    const own = gradeOf(image)
    return copies.flatMap((one) => {
      const grade = gradeOf(one)
      return own === null || grade === null || grade === own ? [] : [{ image: one, grade }]
    })
  }

  copiesOf(image: ImageId): ImageId[] {
    return this.#db
      .tuples<[ImageId]>(
        `SELECT id FROM images WHERE id <> @image AND content_id IN (
           SELECT content_id FROM images WHERE id = @image
           UNION SELECT k.of_id FROM copies k JOIN images i ON i.content_id = k.content_id WHERE i.id = @image
           UNION SELECT k.content_id FROM copies k JOIN images i ON i.content_id = k.of_id WHERE i.id = @image
         ) ORDER BY id`,
        { image },
      )
      .map(([id]) => id)
  }
}

/** Rows of photographs whose copies have another grade, by the grades that stand for them (below 0: none): one of the two must be
 *  wrong, whatever any model says. */
export function contradictedRows(
  images: readonly ImageId[],
  grades: ArrayLike<number>,
  copies: ReadonlyMap<ImageId, readonly ImageId[]>,
): Set<number> {
  if (copies.size === 0) return new Set()
  const rows = rowsOf(images)
  const gradeOf = (image: ImageId) => grades[rows[image] as number] ?? -1
  const found = new Set<number>()
  for (const [image, others] of copies) {
    const own = gradeOf(image)
    const differs = own >= 0 && others.some((other) => gradeOf(other) >= 0 && gradeOf(other) !== own)
    if (differs) found.add(rows[image] as number)
  }
  return found
}

/** The same rows, each with those of its copies that are among them right after it: whoever decides between them sees one after the
 *  other. */
export function copiesTogether(
  rows: Uint32Array,
  images: readonly ImageId[],
  copies: ReadonlyMap<ImageId, readonly ImageId[]>,
): number[] {
  const rowOf = new Map(Array.from(rows, (row) => [images[row] as ImageId, row] as const))
  const placed = new Set<number>()
  for (const row of rows) {
    if (placed.has(row)) continue
    placed.add(row)
    for (const copy of copies.get(images[row] as ImageId) ?? []) {
      const other = rowOf.get(copy)
      if (other !== undefined) placed.add(other)
    }
  }
  return [...placed]
}

function grouped(pairs: readonly (readonly [ImageId, ImageId])[]): Map<ImageId, ImageId[]> {
  const groups = new Map<ImageId, ImageId[]>()
  for (const [image, other] of pairs) {
    const group = groups.get(image)
    if (group) group.push(other)
    else groups.set(image, [other])
  }
  return groups
}
