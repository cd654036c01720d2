import type { Grade } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { rowOf } from './row-ids.ts'

/** How a photograph's label was learnt; figures as in `LearningTrace` of src/statistics, and where the margin stands among those
 *  of the same label. */
export interface LearntLabel {
  readonly image: ImageId
  readonly label: Grade
  /** Says nothing of another label. */
  readonly standing: number
  readonly seen: number
  readonly margin: number
  readonly loss: number
  readonly lastLoss: number
  /** None of a model that was trained before they were kept. */
  readonly losses: readonly number[]
  readonly forgotten: number
  /** -1 for never. */
  readonly learntAt: number
}

/** When a label was learnt, and which. */
export type LearntWhen = Pick<LearntLabel, 'label' | 'learntAt' | 'forgotten'>

/** Of one label; of what never was learnt, `learntAt` is how often it was looked at. */
export type LearningFigures = Pick<LearntLabel, 'learntAt' | 'forgotten' | 'loss' | 'lastLoss' | 'losses'>

type WithLosses<Row> = Omit<Row, 'losses'> & { readonly losses: Uint8Array | null }

/** Training dynamics of the labels that models learnt. */
export class Dynamics {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  put(model: ModelId, rows: readonly LearntLabel[]): void {
    this.#db.transaction(() => {
      for (const { image, label, seen, margin, standing, loss, lastLoss, losses, forgotten, learntAt } of rows) {
        this.#db.run(
          `INSERT INTO training_dynamics (model_id, image_id, label, seen, margin, standing, loss, last_loss, forgotten, learnt_at, losses)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            rowOf(model),
            image,
            ...[label, seen, margin, standing, loss, lastLoss, forgotten],
            learntAt < 0 ? null : learntAt,
            losses.length === 0 ? null : Buffer.from(Float32Array.from(losses).buffer),
          ],
        )
      }
    })
  }

  /** Image, label and where its margin stands, of every photograph that the model learnt. */
  standings(model: ModelId): [ImageId, Grade, number][] {
    return this.#db.tuples('SELECT image_id, label, standing FROM training_dynamics WHERE model_id = ?', [rowOf(model)])
  }

  /** When each label was learnt and how often it was forgotten. */
  learning(model: ModelId): (Pick<LearntLabel, 'image'> & LearntWhen)[] {
    return this.#db.all(
      `SELECT image_id AS image, label, forgotten, coalesce(learnt_at, -1) AS learntAt
       FROM training_dynamics WHERE model_id = ?`,
      [rowOf(model)],
    )
  }

  forImage(image: ImageId, model: ModelId): LearntLabel | undefined {
    const row = this.#db.get<WithLosses<LearntLabel>>(
      `SELECT image_id AS image, label, seen, margin, standing, loss, last_loss AS lastLoss, losses, forgotten,
         coalesce(learnt_at, -1) AS learntAt
       FROM training_dynamics WHERE model_id = ? AND image_id = ?`,
      [rowOf(model), image],
    )
    return row && { ...row, losses: lossesOf(row.losses) }
  }

  figures(model: ModelId): LearningFigures[] {
    return this.#db
      .all<WithLosses<LearningFigures>>(
        `SELECT coalesce(learnt_at, seen) AS learntAt, forgotten, loss, last_loss AS lastLoss, losses
         FROM training_dynamics WHERE model_id = ?`,
        [rowOf(model)],
      )
      .map((row) => ({ ...row, losses: lossesOf(row.losses) }))
  }
}

/** A copy, as a column's bytes need not begin where a number may. */
function lossesOf(column: Uint8Array | null): number[] {
  return column === null ? [] : [...new Float32Array(Uint8Array.from(column).buffer)]
}
