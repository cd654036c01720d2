import type { ImageId, ModelId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { rowOf } from './row-ids.ts'

/** Vectors that tell how alike photographs look to a model. */
export class Embeddings {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  /** In place of the model's earlier ones of the same photographs. `vector`: whole numbers from -127 to 127. */
  put(model: ModelId, rows: readonly { readonly image: ImageId; readonly vector: readonly number[] }[]): void {
    this.#db.transaction(() => {
      for (const { image, vector } of rows) {
        this.#db.run('INSERT OR REPLACE INTO embeddings (model_id, image_id, vector) VALUES (?, ?, ?)', [
          ...[rowOf(model), image],
          Buffer.from(Int8Array.from(vector).buffer),
        ])
      }
    })
  }

  forModel(model: ModelId): Map<ImageId, Int8Array> {
    const rows = this.#db.tuples<[ImageId, Uint8Array]>('SELECT image_id, vector FROM embeddings WHERE model_id = ?', [
      rowOf(model),
    ])
    return new Map(rows.map(([image, bytes]) => [image, Int8Array.from(bytes)]))
  }
}
