import { augmentInto } from '#imaging/augmentation/apply.ts'
import type { Change } from '#imaging/augmentation/change.ts'
import { drawChange } from '#imaging/augmentation/draw.ts'
import { normaliseInto } from '#imaging/normalise.ts'
import { createRandom } from '#numerics/random/named-streams.ts'
import type { AugmentationSettings } from '#shared/augmentation.ts'
import { gradeCount } from '#shared/grades.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import type { PhotographFile, PreparedCache } from './prepared-cache.ts'
import type { Draw } from './sampler.ts'
import { seedOf } from './seeds.ts'

/** What decides how a photograph of an epoch is changed, besides the photograph. */
export interface BatchSeed {
  readonly seed: number
  readonly fit: string
  readonly epoch: number
}

/** What a training batch is made of. Plain data, so that any thread can make it. */
export interface BatchRequest extends BatchSeed {
  readonly draws: readonly ChangedDraw[]
}

export type ChangedDraw = Draw & {
  /** How far this photograph may be changed. */
  readonly augmentation: AugmentationSettings
}

export interface Batch {
  /** Normalised planes, [batch, 3, size, size]. */
  readonly images: Float32Array<ArrayBuffer>
  /** Soft targets, [batch, 5]. */
  readonly targets: Float32Array<ArrayBuffer>
  /** The same of oedema risks, [batch, 3]; rows of zeros where there is no label. */
  readonly oedema: Float32Array<ArrayBuffer>
  /** Of each photograph's masks, [batch]. */
  readonly seed: Uint32Array<ArrayBuffer>
}

/** One training batch: prepared pixels, each changed as its own seed says (recipe's seed, fit, epoch, photograph, copy), so
 *  that it does not matter in which order or on which thread batches are made. Throws as `preparePhotograph`. */
export async function trainingBatch(cache: PreparedCache, request: BatchRequest): Promise<Batch> {
  const { draws, seed, fit, epoch } = request
  const { size } = cache.place
  const images = new Float32Array(draws.length * 3 * size * size)
  const pixels = await Promise.all(draws.map(({ sample }) => cache.pixels(sample)))
  draws.forEach(({ sample, copy, augmentation }, index) => {
    const random = createRandom(seed, 'augment', fit, epoch, sample.hash, copy)
    augmentInto(pixels[index] as Uint8Array, size, drawChange(random, augmentation), images, index * 3 * size * size)
  })
  return { images, ...targetsOf(draws), seed: maskSeeds(request) }
}

/** A photograph's masks follow from its content as its changes do, wherever in the batch it stands. */
export function maskSeeds({ draws, seed, fit, epoch }: BatchRequest): Batch['seed'] {
  return Uint32Array.from(draws, ({ sample, copy }) => seedOf(seed, 'masks', fit, epoch, sample.hash, copy))
}

/** What a batch is to be told from its images. */
export function targetsOf(draws: readonly Pick<Draw, 'sample'>[]): Pick<Batch, 'targets' | 'oedema'> {
  const targets = new Float32Array(draws.length * gradeCount)
  const oedema = new Float32Array(draws.length * oedemaRiskCount)
  for (const [index, { sample }] of draws.entries()) {
    targets.set(sample.target, index * gradeCount)
    if (sample.oedemaTarget) oedema.set(sample.oedemaTarget, index * oedemaRiskCount)
  }
  return { targets, oedema }
}

/** Photographs as they are, or all changed alike, for a classifier: [photographs, 3, size, size]. */
export async function plainBatch(
  cache: PreparedCache,
  photographs: readonly PhotographFile[],
  change?: Change,
): Promise<Float32Array> {
  const { size } = cache.place
  const images = new Float32Array(photographs.length * 3 * size * size)
  const pixels = await Promise.all(photographs.map((photograph) => cache.pixels(photograph)))
  pixels.forEach((one, index) => {
    const offset = index * 3 * size * size
    if (change) augmentInto(one, size, change, images, offset)
    else normaliseInto(one, size, images, offset)
  })
  return images
}
