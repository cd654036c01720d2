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
  /** 24 numbers. How alike two photographs are is the angle between theirs, each less the mean of all. */
  readonly vector: readonly number[]
}

/** What a network makes of photographs just before its head, projected. None of a network whose
 *  head does not follow one set of features, or where a photograph cannot be read any more: nothing but an order of review
 *  is made from it. Throws `AppError('cancelled')`. */
export async function embed(
  network: Network,
  options: FeaturesOptions & { readonly samples: readonly Sample[] },
): Promise<Embedding[]> {
  try {
    const found = await featuresOf(splitHead(network), options)
    return [...found].map(([hash, features]) => ({ hash, vector: project(features) }))
  } catch (error) {
    const failure = asAppError(error)
    if (failure.code === 'cancelled' || failure.code === 'compute_failed' || !(error instanceof AppError)) throw error
    return []
  }
}

/** Of each number of features the signs of every direction. */
const directions = new Map<number, readonly Int8Array[]>()

/** One photograph's features on 24 random directions, always the same ones, which keeps angles nearly as they are (Johnson and
 *  Lindenstrauss 1984; signs by Achlioptas 2003). */
export function project(features: Float32Array): number[] {
  const drawn = directions.get(features.length) ?? draw(features.length)
  return drawn.map((signs) => features.reduce((sum, value, k) => sum + value * (signs[k] as number), 0))
}

function draw(features: number): readonly Int8Array[] {
  const random = new Random(1)
  const signs = Array.from({ length: width }, () =>
    Int8Array.from({ length: features }, () => (random.integer() & 1 ? 1 : -1)),
  )
  directions.set(features, signs)
  return signs
}
