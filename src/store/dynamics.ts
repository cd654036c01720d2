import type { Grade } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { rowOf } from './row-ids.ts'

/** How a photograph's label was learnt; figures as in `LearningTrace` of src/statistics, and where the margin stands among those
 *  of the same label. */
export interface LearntLabel extends Standing {
  readonly seen: number
  readonly margin: number
  readonly loss: number
  readonly lastLoss: number
  readonly forgotten: number
  /** -1 for never. */
  readonly learntAt: number
}

/** Where one label's margin stands; says nothing of another label. */
export interface Standing {
  readonly image: ImageId
  readonly label: Grade
  readonly standing: number
}

/** Of one label; of what never was learnt, `learntAt` is how often it was looked at. */
export type LearningFigures = readonly [learntAt: number, forgotten: number, loss: number, lastLoss: number]

/** Training dynamics of the labels that models learnt. */
export class Dynamics {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  put(model: ModelId, rows: readonly LearntLabel[]): void {
    this.#db.transaction(() => {
      for (const { image, label, seen, margin, standing, loss, lastLoss, forgotten, learntAt } of rows) {
        this.#db.run(
          `INSERT INTO training_dynamics (model_id, image_id, label, seen, margin, standing, loss, last_loss, forgotten, learnt_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            rowOf(model),
            image,
            ...[label, seen, margin, standing, loss, lastLoss, forgotten],
            learntAt < 0 ? null : learntAt,
          ],
        )
      }
    })
  }

  forModel(model: ModelId): Standing[] {
    return this.#db.all('SELECT image_id AS image, label, standing FROM training_dynamics WHERE model_id = ?', [
      rowOf(model),
    ])
  }

  forImage(image: ImageId, model: ModelId): LearntLabel | undefined {
    return this.#db.get(
      `SELECT image_id AS image, label, seen, margin, standing, loss, last_loss AS lastLoss, forgotten,
         coalesce(learnt_at, -1) AS learntAt
       FROM training_dynamics WHERE model_id = ? AND image_id = ?`,
      [rowOf(model), image],
    )
  }

  figures(model: ModelId): LearningFigures[] {
    return this.#db.tuples(
      'SELECT coalesce(learnt_at, seen), forgotten, loss, last_loss FROM training_dynamics WHERE model_id = ?',
      [rowOf(model)],
    )
  }
}
