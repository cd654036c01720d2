import type { GradeRequest, Photograph, Reading } from '#shared/contract/review.ts'
import type { Decision, Grade, Phase, Purpose } from '#shared/grades.ts'
import type { GraderId, ImageId, ReadingId } from '#shared/ids.ts'
import type { Lesion } from '#shared/lesions.ts'
import { isShownBlind, readBlindGrades, readShownBlind } from './blind-readings.ts'
import type { WriteDb } from './connection.ts'
import {
  type CurrentGrade,
  decidedGradeRows,
  readCurrentGrade,
  readCurrentGrades,
  readImportedGrade,
} from './current-grades.ts'
import { Graders } from './graders.ts'
import { toColumn } from './json-columns.ts'
import {
  type AuditedReading,
  type AuditRow,
  auditColumns,
  auditedReadingOf,
  decisionOf,
  lesionsOf,
  type ReadingRow,
  readingColumns,
  readingOf,
} from './reading-rows.ts'
import { type ReadingTally, readTally } from './reading-tally.ts'

/** A reader's last word on a photograph. */
export interface LatestReading {
  readonly reading: ReadingId
  readonly decision: Decision
  readonly phase: Phase
  readonly at: string
}

/** What a reader last said of a photograph. */
export interface LatestWord {
  readonly image: ImageId
  readonly decision: Decision
  readonly lesions: readonly Lesion[]
}

const noReader = -1 as GraderId

/** Every decision, append-only. Undo and redo are rows too, so they are unlimited and outlive a restart. */
export class Readings {
  readonly #db: WriteDb
  readonly #graders: Graders
  #known: ReadingTally | undefined

  constructor(db: WriteDb) {
    this.#db = db
    this.#graders = new Graders(db)
  }

  ensureGrader(name: string, at: string): GraderId {
    return this.#graders.ensure(name, at)
  }

  /** Readers with their standing decisions. */
  graders(): { readonly name: string; readonly readings: number }[] {
    return this.#graders.list().map(({ id, name }) => ({ name, readings: this.#tally().decisions(id) }))
  }

  /** Keeps a decision. Throws `AppError('not_found')` where there is no such photograph. */
  append(decision: GradeRequest & { readonly phase: Phase; readonly purpose?: Purpose | null }, at: string): Reading {
    const { image, grader, phase, lesions, seconds, shown } = decision
    const ungradable = decision.decision === 'ungradable'
    const ungradableReason = ungradable ? decision.ungradableReason : null
    const tally = this.#tally()
    const graderId = this.#graders.ensure(grader, at)
    const { id } = this.#db.run(
      `INSERT INTO readings (image_id, grader_id, phase, grade, ungradable, ungradable_reason, confidence, lesions, seconds,
         shown_labels, shown_model, shown_probabilities, shown_map_method, shown_view, purpose, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        image,
        graderId,
        phase,
        decision.decision === 'ungradable' ? null : decision.decision,
        Number(ungradable),
        ungradableReason,
        decision.confidence,
        JSON.stringify(lesions),
        seconds,
        toColumn(shown?.labels),
        shown?.model ?? null,
        toColumn(shown?.probabilities),
        shown?.mapMethod ?? null,
        toColumn(shown?.view),
        decision.purpose ?? null,
        at,
      ],
    )
    tally.add(graderId, image)
    const reading = id as ReadingId
    return {
      id: reading,
      image,
      grader,
      phase,
      decision: decision.decision,
      ungradableReason,
      lesions,
      seconds,
      at,
    }
  }

  /** Undo: retracts the reader's newest standing decision and gives it, or null where none is left. */
  retractLast(grader: string, at: string): Reading | null {
    const graderId = this.#graders.find(grader)
    if (graderId === undefined) return null
    const last = this.#db.get<{ id: ReadingId }>(
      `SELECT id FROM standing_readings WHERE grader_id = ? ORDER BY id DESC LIMIT 1`,
      [graderId],
    )
    return last ? this.#turn('retracts', last.id, graderId, at) : null
  }

  /** Redo: restores what the reader undid last, or gives null. A decision made after an undo ends what could be redone. */
  restoreLast(grader: string, at: string): Reading | null {
    const graderId = this.#graders.find(grader)
    if (graderId === undefined) return null
    const last = this.#db.get<{ id: ReadingId }>(
      `SELECT u.retracts AS id FROM readings u
       WHERE u.grader_id = @grader AND u.retracts IS NOT NULL
         AND u.id > (SELECT d.id FROM readings d
           WHERE d.grader_id = @grader AND d.retracts IS NULL AND d.restores IS NULL ORDER BY d.id DESC LIMIT 1)
         AND NOT EXISTS (SELECT 1 FROM standing_readings s WHERE s.id = u.retracts)
       ORDER BY u.id DESC LIMIT 1`,
      { grader: graderId },
    )
    return last ? this.#turn('restores', last.id, graderId, at) : null
  }

  /** Standing decisions on a photograph, oldest first. */
  forImage(image: ImageId): Reading[] {
    return this.#db
      .all<ReadingRow>(
        `SELECT ${readingColumns} FROM standing_readings r JOIN graders g ON g.id = r.grader_id
         WHERE r.image_id = ? ORDER BY r.id`,
        [image],
      )
      .map(readingOf)
  }

  /** A reader's newest standing decision per photograph. */
  latestOf(grader: string): Map<ImageId, LatestReading> {
    const graderId = this.#graders.find(grader)
    if (graderId === undefined) return new Map()
    const rows = this.#db.tuples<[ImageId, ReadingId, Grade | null, Phase, string]>(
      'SELECT image_id, id, grade, phase, at FROM standing_readings WHERE grader_id = ? ORDER BY id',
      [graderId],
    )
    return new Map(
      rows.map(([image, reading, grade, phase, at]) => [image, { reading, decision: decisionOf(grade), phase, at }]),
    )
  }

  /** Every reader's latest word on every photograph, and on one; the one spoken last comes last. */
  latest(): LatestWord[] {
    return this.#latest('', [])
  }

  latestFor(image: ImageId): LatestWord[] {
    return this.#latest('WHERE image_id = ?', [image])
  }

  /** Photographs with a standing decision: this reader's, or anybody's where no name is given. */
  reviewedCount(grader?: string): number {
    if (grader === undefined) return this.#tally().reviewed()
    const graderId = this.#graders.find(grader)
    return graderId === undefined ? 0 : this.#tally().reviewed(graderId)
  }

  /** Whether this reader has a standing decision on a photograph, for many photographs at once. */
  reviewedBy(grader: string): (image: ImageId) => boolean {
    const graderId = this.#graders.find(grader)
    if (graderId === undefined) return () => false
    const tally = this.#tally()
    return (image) => tally.has(graderId, image)
  }

  /** Photographs that others have read and this reader has not. */
  readByOthersOnly(grader: string): ImageId[] {
    return this.#tally().readByOthersOnly(this.#graders.find(grader))
  }

  /** Standing decisions of the project. */
  count(): number {
    return this.#tally().standing
  }

  currentGrade(image: ImageId): Photograph['current'] {
    return readCurrentGrade(this.#db, image)
  }

  /** The grade that a photograph came with, whatever readers made of it. */
  importedGrade(image: ImageId): Photograph['current'] {
    return readImportedGrade(this.#db, image)
  }

  /** What readers decided, of every photograph with a standing reading. */
  decidedGrades(): CurrentGrade[] {
    return decidedGradeRows(this.#db).map(([image, state, grade]) => ({ image, state, grade }))
  }

  currentGrades(): CurrentGrade[] {
    return readCurrentGrades(this.#db)
  }

  /** The same for who judges models: of a photograph locked away to judge them by, what was read blind stands before what
   *  its reader made of it once the model's word was shown. */
  gradesToJudgeBy(): CurrentGrade[] {
    const blind = new Map(readBlindGrades(this.#db).map((row) => [row.image, row]))
    return this.currentGrades().map((row) => blind.get(row.image) ?? row)
  }

  /** Whether a locked photograph's labels, and what models and other readers say of it, are to be kept from this reader; where
   *  no name is given, from everybody. */
  isShownBlind(image: ImageId, grader?: string): boolean {
    return isShownBlind(this.#db, image, this.#readerAsked(grader))
  }

  /** All photographs of which `isShownBlind` is true. */
  shownBlind(grader?: string): Set<ImageId> {
    return readShownBlind(this.#db, this.#readerAsked(grader))
  }

  /** Every decision ever made, undone ones too, oldest first. */
  audit(): AuditedReading[] {
    const standing = new Set(this.#db.tuples<[ReadingId]>('SELECT id FROM standing_readings').map(([id]) => id))
    return this.#db
      .all<AuditRow>(
        `SELECT ${auditColumns} FROM readings r JOIN graders g ON g.id = r.grader_id
         WHERE r.retracts IS NULL AND r.restores IS NULL ORDER BY r.id`,
      )
      .map((row) => auditedReadingOf(row, standing.has(row.id)))
  }

  /** Photographs whose readers were all less than half sure; no adjudication is doubted. */
  doubted(): ImageId[] {
    return this.#db
      .tuples<[ImageId]>(
        `SELECT image_id FROM latest_readings GROUP BY image_id
         HAVING max(coalesce(confidence, 1)) < 0.5 AND NOT max(phase = 'adjudication')`,
      )
      .map(([image]) => image)
  }

  /** Forgets what is kept in memory, after a transaction that failed. */
  forgetTally(): void {
    this.#known = undefined
  }

  /** Null for anybody. Who is not known has read nothing. */
  #readerAsked(grader: string | undefined): GraderId | null {
    return grader === undefined ? null : (this.#graders.find(grader) ?? noReader)
  }

  #latest(where: string, values: readonly ImageId[]): LatestWord[] {
    return this.#db
      .tuples<[ImageId, Grade | null, string]>(
        `SELECT image_id, grade, lesions FROM latest_readings ${where} ORDER BY id`,
        [...values],
      )
      .map(([image, grade, lesions]) => ({ image, decision: decisionOf(grade), lesions: lesionsOf(lesions) }))
  }

  #tally(): ReadingTally {
    this.#known ??= readTally(this.#db)
    return this.#known
  }

  #turn(how: 'retracts' | 'restores', id: ReadingId, grader: GraderId, at: string): Reading | null {
    const tally = this.#tally()
    const row = this.#db.get<ReadingRow>(
      `SELECT ${readingColumns} FROM readings r JOIN graders g ON g.id = r.grader_id WHERE r.id = ?`,
      [id],
    )
    if (!row) return null
    this.#db.run(
      `INSERT INTO readings (image_id, grader_id, phase, retracts, restores, ungradable, lesions, at)
       VALUES (?, ?, ?, ?, ?, 0, '[]', ?)`,
      [row.image, grader, row.phase, how === 'retracts' ? id : null, how === 'restores' ? id : null, at],
    )
    if (how === 'retracts') tally.remove(grader, row.image)
    else tally.add(grader, row.image)
    return readingOf(row)
  }
}
