import type { ImageId, ModelId } from '#shared/ids.ts'
import type { OedemaProbabilities } from '#shared/oedema.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { WriteDb } from './connection.ts'
import { rowOf } from './row-ids.ts'

/** Five probabilities a model gives a photograph. `outOfFold`: from a fit that never saw the photograph, its patient or its
 *  duplicates, as far as is known by what was imported until now, nor any model that it goes on from; `fold` is that fit's
 *  number, null where it was the main one. */
export interface Prediction {
  readonly image: ImageId
  readonly outOfFold: boolean
  readonly fold: number | null
  readonly probabilities: GradeProbabilities
  /** Of a model that tells oedema risks. */
  readonly oedema?: OedemaProbabilities | undefined
}

type Risk = number | null
type Tuple = [ImageId, number, number | null, number, number, number, number, number, Risk, Risk, Risk]
const columns = 'image_id, out_of_fold, fold, p0, p1, p2, p3, p4, oedema0, oedema1, oedema2'

export class Predictions {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  /** Keeps predictions, in place of the model's earlier ones of the same photographs. All or nothing. */
  put(model: ModelId, rows: readonly Prediction[], at: string): void {
    this.#db.transaction(() => {
      for (const { image, outOfFold, fold, probabilities, oedema = [null, null, null] } of rows) {
        this.#db.run(
          `INSERT INTO predictions (model_id, ${columns}, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (model_id, image_id, out_of_fold) DO UPDATE SET fold = excluded.fold, p0 = excluded.p0,
             p1 = excluded.p1, p2 = excluded.p2, p3 = excluded.p3, p4 = excluded.p4, oedema0 = excluded.oedema0,
             oedema1 = excluded.oedema1, oedema2 = excluded.oedema2, at = excluded.at`,
          [rowOf(model), image, Number(outOfFold), fold, ...probabilities, ...oedema, at],
        )
      }
    })
  }

  /** What the main fit said of these photographs it did say of what it had seen; what folds said of them goes. */
  takeBackUnseen(model: ModelId, rows: readonly Pick<Prediction, 'image' | 'fold'>[]): void {
    this.#db.transaction(() => {
      for (const { image, fold } of rows) {
        const which = [rowOf(model), image]
        if (fold === null) {
          this.#db.run(
            'UPDATE OR REPLACE predictions SET out_of_fold = 0 WHERE model_id = ? AND image_id = ? AND out_of_fold = 1',
            which,
          )
        } else this.#db.run('DELETE FROM predictions WHERE model_id = ? AND image_id = ? AND out_of_fold = 1', which)
      }
    })
  }

  /** What the main fit said of these photographs it said of what it never saw after all. */
  giveUnseen(model: ModelId, images: readonly ImageId[]): void {
    this.#db.transaction(() => {
      for (const image of images) {
        this.#db.run(
          `UPDATE OR REPLACE predictions SET out_of_fold = 1
           WHERE model_id = ? AND image_id = ? AND out_of_fold = 0 AND fold IS NULL`,
          [rowOf(model), image],
        )
      }
    })
  }

  /** A model's predictions by photograph; only those out of fold, or only those of the main fit, where asked for. */
  forModel(model: ModelId, only: { readonly outOfFold?: boolean } = {}): Prediction[] {
    const wanted = only.outOfFold === undefined ? null : Number(only.outOfFold)
    return this.#db
      .tuples<Tuple>(
        `SELECT ${columns} FROM predictions WHERE model_id = @model AND (@wanted IS NULL OR out_of_fold = @wanted)
         ORDER BY image_id, out_of_fold`,
        { model: rowOf(model), wanted },
      )
      .map(predictionOf)
  }

  /** Photographs of which the model has said something, at this instant or later where one is given. */
  said(model: ModelId, since = ''): Set<ImageId> {
    const sql = 'SELECT DISTINCT image_id FROM predictions WHERE model_id = ? AND at >= ?'
    return new Set(this.#db.tuples<[ImageId]>(sql, [rowOf(model), since]).map(([image]) => image))
  }

  /** What a model says of one photograph, out of fold where there is such a prediction. */
  forImage(image: ImageId, model: ModelId): Prediction | undefined {
    const [row] = this.#db.tuples<Tuple>(
      `SELECT ${columns} FROM predictions WHERE model_id = ? AND image_id = ? ORDER BY out_of_fold DESC LIMIT 1`,
      [rowOf(model), image],
    )
    return row && predictionOf(row)
  }
}

function predictionOf([image, outOfFold, fold, p0, p1, p2, p3, p4, none, some, near]: Tuple): Prediction {
  const prediction = { image, outOfFold: outOfFold === 1, fold, probabilities: [p0, p1, p2, p3, p4] as const }
  if (none === null || some === null || near === null) return prediction
  return { ...prediction, oedema: [none, some, near] }
}
