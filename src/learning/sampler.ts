import { createRandom, type Random, shuffle } from '#imaging/random.ts'
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

/** The batches of one epoch, in order, each of exactly `batch` draws; the last is filled up from the epoch's start.
 *  Balanced: every photograph of a grade as often as the whole part of its weight says, and for the rest a random part of
 *  the grade. The same for the same samples and seed. */
export function epochBatches(
  samples: readonly Sample[],
  options: { batch: number; balanced: boolean; seed: number },
): Draw[][] {
  const random = createRandom(options.seed, 'order')
  const order = shuffle(options.balanced ? balancedSamples(samples, random) : [...samples], random)
  const missing = (options.batch - (order.length % options.batch)) % options.batch
  for (let index = 0; index < missing; index++) order.push(order[index] as Sample)
  const copies = new Map<string, number>()
  const draws = order.map((sample) => {
    const copy = copies.get(sample.hash) ?? 0
    copies.set(sample.hash, copy + 1)
    return { sample, copy }
  })
  return Array.from({ length: draws.length / options.batch }, (_, index) =>
    draws.slice(index * options.batch, (index + 1) * options.batch),
  )
}

function balancedSamples(samples: readonly Sample[], random: Random): Sample[] {
  const weights = balancingWeights(samples)
  return weights.flatMap((weight, grade) => {
    const ofGrade = samples.filter((sample) => sample.grade === grade)
    if (ofGrade.length === 0) return []
    const whole = Math.floor(weight)
    const copies = Array.from({ length: whole }, () => ofGrade).flat()
    // A part of a shuffled list below one copy, so that a frequent grade is not drawn twice while others are left out.
    const rest = Math.round((weight - whole) * ofGrade.length)
    return [...copies, ...shuffle([...ofGrade], random).slice(0, rest)]
  })
}
