import { augmentInto, drawAugmentation } from '#imaging/augment.ts'
import { normaliseInto } from '#imaging/normalise.ts'
import { createRandom } from '#imaging/random.ts'
import { gradeCount } from '#shared/grades.ts'
import type { Recipe } from '#shared/recipe.ts'
import type { PhotographFile, PreparedCache } from './prepared-cache.ts'
import type { Draw } from './sampler.ts'

/** What decides how a photograph of an epoch is changed, besides the photograph. */
export interface BatchSeed {
  readonly seed: number
  readonly fit: string
  readonly epoch: number
}

export interface Batch {
  /** Normalised planes, [batch, 3, size, size]. */
  readonly images: Float32Array
  /** Soft targets, [batch, 5]. */
  readonly targets: Float32Array
}

/** One training batch: prepared pixels, each changed as its own seed says (recipe's seed, fit, epoch, photograph, copy), so
 *  that it does not matter in which order or process batches are made. */
export async function trainingBatch(
  cache: PreparedCache,
  draws: readonly Draw[],
  augmentation: Recipe['augmentation'],
  { seed, fit, epoch }: BatchSeed,
): Promise<Batch> {
  const { size } = cache
  const { rotation: rotationDegrees, ...others } = augmentation
  const images = new Float32Array(draws.length * 3 * size * size)
  const targets = new Float32Array(draws.length * gradeCount)
  const pixels = await Promise.all(draws.map(({ sample }) => cache.pixels(sample)))
  draws.forEach(({ sample, copy }, index) => {
    const random = createRandom(seed, 'augment', fit, epoch, sample.hash, copy)
    const change = drawAugmentation(random, { ...others, rotationDegrees })
    augmentInto(pixels[index] as Uint8Array, size, change, images, index * 3 * size * size)
    targets.set(sample.target, index * gradeCount)
  })
  return { images, targets }
}

/** Photographs as they are, for a classifier: [photographs, 3, size, size]. */
export async function plainBatch(cache: PreparedCache, photographs: readonly PhotographFile[]): Promise<Float32Array> {
  const { size } = cache
  const images = new Float32Array(photographs.length * 3 * size * size)
  const pixels = await Promise.all(photographs.map((photograph) => cache.pixels(photograph)))
  pixels.forEach((one, index) => {
    normaliseInto(one, size, images, index * 3 * size * size)
  })
  return images
}
