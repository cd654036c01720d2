import { splitHead } from '#nn/head-split.ts'
import type { Network } from '#nn/network.ts'
import { Random } from '#nn/random.ts'
import { AppError, asAppError } from '#shared/errors.ts'
import type { Sample } from './dataset.ts'
import { type FeaturesOptions, featuresOf } from './head-features.ts'

/** Numbers that a photograph's features are brought down to. */
const width = 24

export interface Embedding {
  readonly hash: string
  /** 24 whole numbers, -127 to 127, of about the same length for all. */
  readonly vector: readonly number[]
}

/** What a network makes of photographs just before its head: the features less their mean, projected on 24 random directions, which
 *  keeps angles nearly as they are (Johnson and Lindenstrauss 1984; signs by Achlioptas 2003). None of a network whose
 *  head does not follow one set of features, or where a photograph cannot be read any more: nothing but an order of review
 *  is made from it. Throws `AppError('cancelled')`. */
export async function embed(
  network: Network,
  options: FeaturesOptions & { readonly samples: readonly Sample[] },
): Promise<Embedding[]> {
  try {
    const projection = new Projection()
    for (const [hash, features] of await featuresOf(splitHead(network), options)) projection.add(hash, features)
    return projection.embeddings()
  } catch (error) {
    const failure = asAppError(error)
    if (failure.code === 'cancelled' || failure.code === 'compute_failed' || !(error instanceof AppError)) throw error
    return []
  }
}

/** Brings features down as they come, so that no more than 24 numbers a photograph are kept. */
export class Projection {
  /** Of each direction one sign a feature. */
  readonly #directions: Int8Array[] = []
  readonly #projected = new Map<string, Float64Array>()

  /** `features`: of one photograph; of the same number for all. */
  add(hash: string, features: Float32Array): void {
    if (this.#directions.length === 0) this.#draw(features.length)
    const signed = (sum: number, value: number, sign: number | undefined) => sum + value * (sign ?? 0)
    const values = this.#directions.map((signs) => features.reduce((sum, value, k) => signed(sum, value, signs[k]), 0))
    this.#projected.set(hash, Float64Array.from(values))
  }

  embeddings(): Embedding[] {
    // A projection less its mean is the projection of the features less theirs.
    const mean = new Float64Array(width)
    for (const values of this.#projected.values()) {
      for (const [k, value] of values.entries()) mean[k] = (mean[k] as number) + value / this.#projected.size
    }
    return [...this.#projected].map(([hash, values]) => {
      const centred = values.map((value, k) => value - (mean[k] as number))
      const length = Math.hypot(...centred)
      return { hash, vector: Array.from(centred, (value) => (length > 0 ? Math.round((127 * value) / length) : 0)) }
    })
  }

  #draw(features: number): void {
    const random = new Random(1)
    for (let k = 0; k < width; k++) {
      this.#directions.push(Int8Array.from({ length: features }, () => (random.integer() & 1 ? 1 : -1)))
    }
  }
}
