import { createRandom, type Random, shuffle } from '#numerics/random/named-streams.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import type { Sample } from './dataset.ts'

/** One appearance of a photograph in an epoch. `copy` counts its appearances, so that each is augmented otherwise. */
export interface Draw {
  readonly sample: Sample
  readonly copy: number
}

/** Weight of each grade that makes all present grades equally frequent while the epoch keeps its length: n / (k · n of the
 *  grade), k the grades that are present. On EyePACS 0.272, 2.875, 1.327, 8.047, 9.922. NaN for a grade nobody has. */
export function balancingWeights(samples: readonly Pick<Sample, 'grade'>[]): number[] {
  const counts = new Array<number>(gradeCount).fill(0)
  for (const { grade } of samples) counts[grade] = (counts[grade] as number) + 1
  const present = counts.filter((count) => count > 0).length
  return counts.map((count) => (count > 0 ? samples.length / (present * count) : Number.NaN))
}

export interface EpochSampling {
  readonly batch: number
  /** The epoch's. */
  readonly seed: number
  /** Whether grades are shown as often as each other. */
  readonly balanced: boolean
  /** How many times as often each grade is shown on top of that. */
  readonly multipliers?: readonly number[] | null | undefined
  /** The run's, where what is shown more often is drawn once for all of its epochs (offline oversampling). */
  readonly offlineSeed?: number | undefined
  /** Photographs with labels of a model's, and their share of every batch, 0..1. */
  readonly pseudo?: { readonly samples: readonly Sample[]; readonly share: number } | undefined
}

/** The batches of one epoch, in order, each of exactly `batch` draws; the last is filled up from the epoch's start. Every
 *  labelled photograph is shown, as often as the whole part of its grade's weight says, and for the rest of the weight
 *  photographs of the grade are drawn. Pseudo-labelled ones go round, none a second time before all were shown.
 *  The same for the same samples and seed. Throws `AppError('recipe_invalid')` where the multipliers leave none. */
export function epochBatches(samples: readonly Sample[], sampling: EpochSampling): Draw[][] {
  const { batch, seed, pseudo } = sampling
  const random = createRandom(seed, 'order')
  const order = shuffle(weightedSamples(samples, sampling, random), random)
  if (order.length === 0) {
    const message = 'The multipliers of the grades leave no photograph to train on.'
    throw new AppError('recipe_invalid', message, { details: { field: 'gradeMultipliers' } })
  }
  // A share of less than one photograph a batch comes with every so many batches.
  const each = pseudo && pseudo.samples.length > 0 ? Math.min(batch - 1, batch * pseudo.share) : 0
  const others = inRounds(pseudo?.samples ?? [], createRandom(seed, 'pseudo'))
  const shown: Sample[][] = []
  for (let next = 0; next < order.length; ) {
    const count = Math.floor((shown.length + 1) * each) - Math.floor(shown.length * each)
    const labelled = Array.from({ length: batch - count }, () => order[next++ % order.length] as Sample)
    const besides = Array.from({ length: count }, () => others.next().value as Sample)
    shown.push(count === 0 ? labelled : shuffle([...labelled, ...besides], random))
  }
  const copies = new Map<string, number>()
  return shown.map((members) =>
    members.map((sample) => {
      const copy = copies.get(sample.hash) ?? 0
      copies.set(sample.hash, copy + 1)
      return { sample, copy }
    }),
  )
}

function weightedSamples(samples: readonly Sample[], sampling: EpochSampling, epoch: Random): Sample[] {
  const { balanced, multipliers, offlineSeed } = sampling
  if (!balanced && !multipliers) return [...samples]
  const balancing = balanced ? balancingWeights(samples) : new Array<number>(gradeCount).fill(1)
  const weights = balancing.map((weight, grade) => weight * (multipliers?.[grade] ?? 1))
  const offline = offlineSeed === undefined ? null : createRandom(offlineSeed, 'oversampling')
  return weights.flatMap((weight, grade) => {
    const ofGrade = samples.filter((sample) => sample.grade === grade)
    if (ofGrade.length === 0) return []
    const whole = Math.floor(weight)
    const copies = Array.from({ length: whole }, () => ofGrade).flat()
    const rest = Math.round((weight - whole) * ofGrade.length)
    if (offline) {
      const drawn = () => ofGrade[offline.integer(0, ofGrade.length - 1)] as Sample
      return [...copies, ...Array.from({ length: rest }, drawn)]
    }
    // A part of a shuffled list below one copy, so that a frequent grade is not drawn twice while others are left out;
    // the next epoch draws others.
    return [...copies, ...shuffle([...ofGrade], epoch).slice(0, rest)]
  })
}

function* inRounds(samples: readonly Sample[], random: Random): Generator<Sample, undefined> {
  while (samples.length > 0) yield* shuffle([...samples], random)
}
