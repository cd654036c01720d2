import type { GraderId, ImageId, ReadingId } from '#shared/ids.ts'
import type { ReadDb } from './connection.ts'

/** How many decisions stand, per reader and photograph, kept in memory because every grade's reply counts them.
 *  One process writes a project, so what this one has seen is all there is. */
export class ReadingTally {
  readonly #byGrader = new Map<GraderId, Map<ImageId, number>>()
  readonly #byImage = new Map<ImageId, number>()
  #standing = 0

  get standing(): number {
    return this.#standing
  }

  /** Photographs with a standing decision: this reader's, or anybody's. */
  reviewed(grader?: GraderId): number {
    return grader === undefined ? this.#byImage.size : (this.#byGrader.get(grader)?.size ?? 0)
  }

  has(grader: GraderId, image: ImageId): boolean {
    return this.#byGrader.get(grader)?.has(image) ?? false
  }

  /** Photographs with a standing decision that this reader, or one who is not known, has none on. */
  readByOthersOnly(grader: GraderId | undefined): ImageId[] {
    const own = grader === undefined ? undefined : this.#byGrader.get(grader)
    return [...this.#byImage.keys()].filter((image) => !own?.has(image))
  }

  /** Standing decisions of one reader. */
  decisions(grader: GraderId): number {
    let sum = 0
    for (const count of this.#byGrader.get(grader)?.values() ?? []) sum += count
    return sum
  }

  add(grader: GraderId, image: ImageId): void {
    this.#change(grader, image, 1)
  }

  remove(grader: GraderId, image: ImageId): void {
    this.#change(grader, image, -1)
  }

  #change(grader: GraderId, image: ImageId, by: 1 | -1): void {
    this.#standing += by
    let images = this.#byGrader.get(grader)
    if (!images) {
      images = new Map()
      this.#byGrader.set(grader, images)
    }
    count(images, image, by)
    count(this.#byImage, image, by)
  }
}

function count(counts: Map<ImageId, number>, image: ImageId, by: number): void {
  const next = (counts.get(image) ?? 0) + by
  if (next === 0) counts.delete(image)
  else counts.set(image, next)
}

/** The tally of everything on disk. */
export function readTally(db: ReadDb): ReadingTally {
  const tally = new ReadingTally()
  const decisions = new Map<ReadingId, readonly [GraderId, ImageId]>()
  const rows = db.tuples<[ReadingId, GraderId, ImageId, ReadingId | null, ReadingId | null]>(
    'SELECT id, grader_id, image_id, retracts, restores FROM readings ORDER BY id',
  )
  for (const [id, grader, image, retracts, restores] of rows) {
    const target = retracts ?? restores
    if (target === null) {
      decisions.set(id, [grader, image])
      tally.add(grader, image)
      continue
    }
    const decision = decisions.get(target)
    if (!decision) continue
    if (retracts !== null) tally.remove(...decision)
    else tally.add(...decision)
  }
  return tally
}
