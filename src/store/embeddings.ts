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

  /** Directions from the mean of all photographs, in whole numbers, each 127 long. As this model sees them; or where less than half
   *  is kept of it of what is of another, such as of an ensemble, as that one does: who looks like whom is much the same to all. */
  directions(model: ModelId): Map<ImageId, Int8Array> {
    const counts = this.#db.tuples<[number, number]>(
      'SELECT model_id, count(*) FROM embeddings GROUP BY model_id ORDER BY count(*) DESC, model_id DESC',
    )
    const [most] = counts
    if (!most) return new Map()
    const own = counts.find(([id]) => id === rowOf(model))?.[1] ?? 0
    return directionsOf(this.#vectors(2 * own >= most[1] ? rowOf(model) : most[0]))
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
