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
    return project(await featuresOf(splitHead(network), options))
  } catch (error) {
    const failure = asAppError(error)
    if (failure.code === 'cancelled' || failure.code === 'compute_failed' || !(error instanceof AppError)) throw error
    return []
  }
}

function project(features: ReadonlyMap<string, Float32Array>): Embedding[] {
  const mean = meanOf([...features.values()])
  const random = new Random(1)
  const directions = Array.from({ length: width }, () => mean.map(() => (random.integer() & 1 ? 1 : -1)))
  return [...features].map(([hash, values]) => {
    const projected = directions.map((direction) =>
      direction.reduce((sum, sign, k) => sum + sign * ((values[k] as number) - (mean[k] as number)), 0),
    )
    const length = Math.hypot(...projected)
    return { hash, vector: projected.map((value) => (length > 0 ? Math.round((127 * value) / length) : 0)) }
  })
}

function meanOf(rows: readonly Float32Array[]): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0)
  for (const row of rows) for (const [k, value] of row.entries()) mean[k] = (mean[k] as number) + value / rows.length
  return mean
}
