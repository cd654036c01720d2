import type { ImageId, ModelId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'
import { rowOf } from './row-ids.ts'

/** Vectors that tell how alike photographs look to a model. */
export class Embeddings {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  /** In place of the model's earlier ones of the same photographs. `vector`: of the same number for all. */
  put(model: ModelId, rows: readonly { readonly image: ImageId; readonly vector: readonly number[] }[]): void {
    this.#db.transaction(() => {
      for (const { image, vector } of rows) {
        this.#db.run('INSERT OR REPLACE INTO embeddings (model_id, image_id, vector) VALUES (?, ?, ?)', [
          ...[rowOf(model), image],
          Buffer.from(Float32Array.from(vector).buffer),
        ])
      }
    })
  }

  /** Directions from the mean of all photographs, in whole numbers, each 127 long. As this model sees them, or where nothing is kept
   *  of it, such as an ensemble, as the one does that has seen the most: who looks like whom is much the same to all. */
  directions(model: ModelId): Map<ImageId, Int8Array> {
    const own = this.#vectors(rowOf(model))
    return directionsOf(own.length > 0 ? own : this.#vectors(this.#mostSeen()))
  }

  #mostSeen(): number {
    const row = this.#db.get<{ model: number }>(
      'SELECT model_id AS model FROM embeddings GROUP BY model_id ORDER BY count(*) DESC, model_id DESC LIMIT 1',
    )
    return row?.model ?? -1
  }

  #vectors(model: number): [ImageId, Float32Array][] {
    return this.#db
      .tuples<[ImageId, Uint8Array]>('SELECT image_id, vector FROM embeddings WHERE model_id = ?', [model])
      .map(([image, bytes]) => [image, new Float32Array(Uint8Array.from(bytes).buffer)])
  }
}

function directionsOf(vectors: readonly (readonly [ImageId, Float32Array])[]): Map<ImageId, Int8Array> {
  const mean = new Float64Array(vectors[0]?.[1].length ?? 0)
  for (const [, vector] of vectors)
    for (let k = 0; k < mean.length; k++) mean[k] = (mean[k] as number) + (vector[k] as number) / vectors.length
  return new Map(vectors.map(([image, vector]) => [image, directionOf(vector, mean)]))
}

function directionOf(vector: Float32Array, mean: Float64Array): Int8Array {
  const centred = Float64Array.from(mean, (middle, k) => (vector[k] as number) - middle)
  let squares = 0
  for (const value of centred) squares += value ** 2
  const scale = squares > 0 ? 127 / Math.sqrt(squares) : 0
  return Int8Array.from(centred, (value) => Math.round(scale * value))
}
