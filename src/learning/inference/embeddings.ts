import { splitHead } from '#nn/head-split.ts'
import type { Network } from '#nn/network.ts'
import { AppError, asAppError } from '#shared/errors.ts'
import type { Sample } from '../data/dataset.ts'
import { type FeaturesOptions, featuresOf } from './features-of.ts'
import { project } from './projection.ts'

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
