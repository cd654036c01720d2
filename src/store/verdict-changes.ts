import type { Verdict } from '#shared/contract/quality.ts'
import type { GraderId, ImageId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'

/** A change of verdicts that was taken back or made again. */
export interface TurnedVerdicts {
  readonly change: number
  readonly verdict: Verdict
  /** Photographs of the change. */
  readonly images: number
  /** Those of them that count otherwise now; the rest were given another verdict since, which stays. */
  readonly turned: number
}

interface Change {
  readonly id: number
  readonly verdict: Verdict
}

/** What counts of a photograph `i`: the newest change that stands, else what was given before changes were kept. */
const counting = (column: 'verdict' | 'grader_id') => `coalesce(
  (SELECT c.${column} FROM verdict_change_images k JOIN standing_verdict_changes c ON c.id = k.change_id
    WHERE k.image_id = i.image_id ORDER BY c.id DESC LIMIT 1),
  (SELECT e.${column} FROM earlier_verdicts e WHERE e.image_id = i.image_id))`

/** Readers' verdicts as a list of changes, each of any number of photographs; append-only, so that each can be taken back and
 *  made again after a restart, too. A change may be of 100,000 photographs: single statements do all of it. Callers hold the
 *  transaction. */
export class VerdictChanges {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  /** Gives a verdict to those of the photographs that were measured and have not got it from a reader. */
  make(images: readonly ImageId[], verdict: Verdict, grader: GraderId, at: string): number {
    const values = { images: JSON.stringify(images), verdict }
    const others = `FROM quality WHERE image_id IN (SELECT value FROM json_each(@images)) AND reader_verdict IS NOT @verdict`
    if (!this.#db.get(`SELECT 1 ${others}`, values)) return 0
    const change = this.#db.run('INSERT INTO verdict_changes (grader_id, verdict, at) VALUES (?, ?, ?)', [
      grader,
      verdict,
      at,
    ]).id
    this.#db.run(`INSERT INTO verdict_change_images (image_id, change_id) SELECT image_id, @change ${others}`, {
      ...values,
      change,
    })
    return this.#count(change)
  }

  /** Undo: takes back the reader's newest change that stands, or gives null where none is left. */
  retractLast(grader: GraderId, at: string): TurnedVerdicts | null {
    const last = this.#db.get<Change>(
      'SELECT id, verdict FROM standing_verdict_changes WHERE grader_id = ? ORDER BY id DESC LIMIT 1',
      [grader],
    )
    return last ? this.#turn('retracts', last, grader, at) : null
  }

  /** Redo: makes again what the reader took back last, or gives null. A change made after an undo ends what could be redone. */
  restoreLast(grader: GraderId, at: string): TurnedVerdicts | null {
    const last = this.#db.get<Change>(
      `SELECT u.retracts AS id, c.verdict FROM verdict_changes u JOIN verdict_changes c ON c.id = u.retracts
       WHERE u.grader_id = @grader
         AND u.id > (SELECT max(d.id) FROM verdict_changes d WHERE d.grader_id = @grader AND d.verdict IS NOT NULL)
         AND NOT EXISTS (SELECT 1 FROM standing_verdict_changes s WHERE s.id = u.retracts)
       ORDER BY u.id DESC LIMIT 1`,
      { grader },
    )
    return last ? this.#turn('restores', last, grader, at) : null
  }

  #turn(how: 'retracts' | 'restores', { id: change, verdict }: Change, grader: GraderId, at: string): TurnedVerdicts {
    const [retracts, restores] = how === 'retracts' ? [change, null] : [null, change]
    this.#db.run('INSERT INTO verdict_changes (grader_id, retracts, restores, at) VALUES (?, ?, ?, ?)', [
      grader,
      retracts,
      restores,
      at,
    ])
    const row = this.#db.get<{ images: number }>(
      'SELECT count(*) AS images FROM verdict_change_images WHERE change_id = ?',
      [change],
    )
    return { change, verdict, images: row?.images ?? 0, turned: this.#count(change) }
  }

  /** Has every photograph of a change bear the verdict that counts now. Gives how many bear another one than before. */
  #count(change: number): number {
    return this.#db.run(
      `UPDATE quality SET reader_verdict = s.verdict, decided_by = s.grader
       FROM (SELECT i.image_id, ${counting('verdict')} AS verdict, ${counting('grader_id')} AS grader
         FROM verdict_change_images i WHERE i.change_id = ?) s
       WHERE s.image_id = quality.image_id AND (reader_verdict, decided_by) IS NOT (s.verdict, s.grader)`,
      [change],
    ).changes
  }
}
