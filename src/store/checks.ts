import { leastForControls } from '#shared/contract/health.ts'
import type { Decision, Grade, Purpose } from '#shared/grades.ts'
import type { GraderId, ImageId, ReadingId } from '#shared/ids.ts'
import type { ReadDb } from './connection.ts'
import type { Graders } from './graders.ts'
import type { Knowledge } from './knowledge.ts'
import { decisionOf } from './reading-rows.ts'
import type { RelatedPhotographs } from './related-photographs.ts'

/** Share of the labelled photographs that are controls: read in random order, blind, so that they are a fair sample of all
 *  labels. */
export const controlShare = 0.08
/** Share of a reader's decisions that are asked once more, and how many later ones lie between. */
export const repeatShare = 0.04
const decisionsBetween = 40

/** Whether a photograph is a control; drawn once for all, as nothing but its number decides it. */
export function isControl(image: ImageId, photographs: number): boolean {
  return photographs >= leastForControls && drawn(image, 'control') < controlShare
}

/** Photographs that a reader is shown to check something, and blind for that. */
export class Checks {
  readonly #db: ReadDb
  readonly #graders: Pick<Graders, 'find'>
  readonly #related: Pick<RelatedPhotographs, 'contradictionsOf'>
  readonly #knowledge: Pick<Knowledge, 'of'>

  constructor(
    db: ReadDb,
    graders: Pick<Graders, 'find'>,
    parts: {
      readonly related: Pick<RelatedPhotographs, 'contradictionsOf'>
      readonly knowledge: Pick<Knowledge, 'of'>
    },
  ) {
    this.#db = db
    this.#graders = graders
    this.#related = parts.related
    this.#knowledge = parts.knowledge
  }

  /** What this reader's next reading of a photograph is for; null where it is none of these, or locked away to judge models
   *  by, which is blind already. What was read once was shown with all that is known of it then, even where that decision was
   *  taken back. */
  purposeOf(image: ImageId, grader: string): Purpose | null {
    const [control, repeat] = [isControl(image, this.#upToLeast()), isRepeated(image)]
    if (!(control || repeat) || this.#isLocked(image)) return null
    const graderId = this.#graders.find(grader)
    const own = graderId === undefined ? [] : this.#decisionsOn(graderId, image)
    // A label that a copy contradicts comes first, and is no fair sample of all labels: as far as this reader may know of it.
    const isSample = () =>
      this.#isLabelled(image) && this.#related.contradictionsOf(image, this.#knowledge.of(grader)).length === 0
    if (own.length === 0) return control && isSample() ? 'control' : null
    return repeat && graderId !== undefined && this.#isDue(own, this.#longAgo(graderId)) ? 'repeat' : null
  }

  /** Photographs that this reader decided on long ago and is to be asked of once more, and how often that has been done. */
  repeats(grader: string): { readonly due: readonly ImageId[]; readonly made: number } {
    const graderId = this.#graders.find(grader)
    const longAgo = graderId === undefined ? null : this.#longAgo(graderId)
    if (graderId === undefined || longAgo === null) return { due: [], made: 0 }
    const due = this.#everRead(graderId, longAgo)
      .filter((image) => isRepeated(image) && !this.#isLocked(image))
      .filter((image) => this.#isDue(this.#decisionsOn(graderId, image), longAgo))
    const [made] = this.#db.tuples<[number]>(
      "SELECT count(*) FROM standing_readings WHERE grader_id = ? AND purpose = 'repeat'",
      [graderId],
    )
    return { due, made: made?.[0] ?? 0 }
  }

  /** Photographs that this reader ever decided on, even where that was taken back. */
  everRead(grader: string): ReadonlySet<ImageId> {
    const graderId = this.#graders.find(grader)
    return new Set(graderId === undefined ? [] : this.#everRead(graderId))
  }

  /** Photographs that have been read, by this reader or by anybody, in the order of their first standing reading. */
  readInOrder(grader?: string): ImageId[] {
    return this.#db
      .tuples<[ImageId]>(
        `SELECT image_id FROM standing_readings WHERE @grader IS NULL OR grader_id = @grader
         GROUP BY image_id ORDER BY min(id)`,
        { grader: this.#asked(grader) },
      )
      .map(([image]) => image)
  }

  /** What this reader, or everybody, said of controls, blind. */
  controlReadings(grader?: string): Map<ImageId, Decision[]> {
    const rows = this.#db.tuples<[ImageId, Grade | null]>(
      `SELECT image_id, grade FROM standing_readings
       WHERE purpose = 'control' AND (@grader IS NULL OR grader_id = @grader) ORDER BY id`,
      { grader: this.#asked(grader) },
    )
    const said = new Map<ImageId, Decision[]>()
    for (const [image, grade] of rows) said.set(image, [...(said.get(image) ?? []), decisionOf(grade)])
    return said
  }

  /** What a reader had said, and said when asked once more. */
  repeated(grader?: string): (readonly [Decision, Decision])[] {
    const rows = this.#db.tuples<[Grade | null, Grade | null]>(
      `SELECT (SELECT e.grade FROM standing_readings e
         WHERE e.image_id = s.image_id AND e.grader_id = s.grader_id AND e.id < s.id ORDER BY e.id DESC LIMIT 1), s.grade
       FROM standing_readings s WHERE s.purpose = 'repeat' AND (@grader IS NULL OR s.grader_id = @grader)`,
      { grader: this.#asked(grader) },
    )
    return rows.map(([before, again]) => [decisionOf(before), decisionOf(again)])
  }

  /** Null for anybody; -1, whom nobody is, for a name not known. */
  #asked(grader: string | undefined): number | null {
    return grader === undefined ? null : (this.#graders.find(grader) ?? -1)
  }

  #isDue(own: readonly Own[], longAgo: ReadingId | null): boolean {
    const last = own.at(-1)
    if (last === undefined || longAgo === null) return false
    return (
      last.id <= longAgo &&
      own.some(({ standing }) => standing === 1) &&
      own.every(({ purpose }) => purpose !== 'repeat')
    )
  }

  #everRead(grader: GraderId, upTo = Number.MAX_SAFE_INTEGER): ImageId[] {
    return this.#db
      .tuples<[ImageId]>(
        `SELECT DISTINCT image_id FROM readings WHERE grader_id = ? AND id <= ? AND retracts IS NULL AND restores IS NULL`,
        [grader, upTo],
      )
      .map(([image]) => image)
  }

  /** All of a reader's decisions on a photograph, oldest first. */
  #decisionsOn(grader: GraderId, image: ImageId): Own[] {
    return this.#db.all<Own>(
      `SELECT id, purpose, id IN (SELECT s.id FROM standing_readings s WHERE s.image_id = r.image_id) AS standing
       FROM readings r WHERE image_id = ? AND grader_id = ? AND retracts IS NULL AND restores IS NULL ORDER BY id`,
      [image, grader],
    )
  }

  /** The newest of a reader's decisions with enough later ones; null where there is none yet. */
  #longAgo(grader: GraderId): ReadingId | null {
    const row = this.#db.get<{ id: ReadingId }>(
      `SELECT id FROM readings WHERE grader_id = ? AND retracts IS NULL AND restores IS NULL
       ORDER BY id DESC LIMIT 1 OFFSET ${decisionsBetween}`,
      [grader],
    )
    return row?.id ?? null
  }

  /** How many photographs there are, counted no further than it takes: a reader waits for it. */
  #upToLeast(): number {
    const [count] = this.#db.tuples<[number]>(`SELECT count(*) FROM (SELECT 1 FROM images LIMIT ${leastForControls})`)
    return count?.[0] ?? 0
  }

  #isLocked(image: ImageId): boolean {
    return this.#db.get("SELECT 1 FROM images WHERE id = ? AND split = 'hold-out'", [image]) !== undefined
  }

  #isLabelled(image: ImageId): boolean {
    return this.#db.get('SELECT 1 FROM imported_grades WHERE image_id = ?', [image]) !== undefined
  }
}

interface Own {
  readonly id: ReadingId
  readonly purpose: Purpose | null
  /** 0 where it was taken back. */
  readonly standing: 0 | 1
}

/** Whether its readers are asked for it once more; drawn as controls are, and independently of them. */
function isRepeated(image: ImageId): boolean {
  return drawn(image, 'repeat') < repeatShare
}

const salts = { control: 0x5bd1e995, repeat: 0x2c1b3c6d } as const

/** A place in [0, 1) that a photograph has for good, another for each draw (the integer hash "lowbias32", hash-prospector). */
export function drawn(image: ImageId, draw: keyof typeof salts): number {
  let x = (image ^ salts[draw]) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0xd35a2d97)
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32
}
