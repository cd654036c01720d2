import { createRandom, shuffle } from '#numerics/random/named-streams.ts'
import { gradeCount } from '#shared/grades.ts'
import type { Sample } from './dataset.ts'
import { seedOf } from './seeds.ts'

export type Part = 'train' | 'validation' | 'hold-out'

/** Which samples a run learns from, watches, and is judged by. Every sample is in exactly one list; no group in two. */
export interface Split {
  readonly train: readonly Sample[]
  readonly validation: readonly Sample[]
  readonly holdOut: readonly Sample[]
}

interface Bundle {
  readonly samples: Sample[]
  readonly counts: number[]
}

function bundlesOf(samples: readonly Sample[], seed: number): Bundle[] {
  const bundles = new Map<string, Bundle>()
  for (const sample of samples) {
    let bundle = bundles.get(sample.group)
    if (!bundle) {
      bundle = { samples: [], counts: new Array<number>(gradeCount).fill(0) }
      bundles.set(sample.group, bundle)
    }
    bundle.samples.push(sample)
    bundle.counts[sample.grade] = (bundle.counts[sample.grade] as number) + 1
  }
  // The largest groups are placed first, while there is still room to balance them.
  return shuffle([...bundles.values()], createRandom(seed)).sort((a, b) => b.samples.length - a.samples.length)
}

/** Divides samples into as many parts as there are `shares` (of 1), whole groups only, each grade as near its share as the
 *  groups allow: every group goes where its grades are wanted most. The same for the same samples and seed. */
export function divideByGroup(samples: readonly Sample[], shares: readonly number[], seed: number): Sample[][] {
  const totals = new Array<number>(gradeCount).fill(0)
  for (const sample of samples) totals[sample.grade] = (totals[sample.grade] as number) + 1
  const placed = shares.map(() => [] as Bundle[])
  const held = shares.map(() => new Array<number>(gradeCount).fill(0))
  for (const bundle of bundlesOf(samples, seed)) {
    let best = 0
    let bestWant = Number.NEGATIVE_INFINITY
    shares.forEach((share, part) => {
      if (share <= 0) return
      let want = 0
      bundle.counts.forEach((count, grade) => {
        const goal = share * (totals[grade] as number)
        // How much of the goal is still open once half of this group's samples are in: a share too small for
        // even half a sample of a rare grade leaves it to the larger parts.
        if (count > 0) want += (count * (goal - ((held[part]?.[grade] as number) + count / 2))) / goal
      })
      if (want > bestWant) {
        best = part
        bestWant = want
      }
    })
    placed[best]?.push(bundle)
    bundle.counts.forEach((count, grade) => {
      const row = held[best] as number[]
      row[grade] = (row[grade] as number) + count
    })
  }
  fillEmpty(placed, shares)
  return placed.map((bundles) => bundles.flatMap((bundle) => bundle.samples))
}

/** Where the groups are few, a small share of each grade may come to no group at all: the part then takes the last (and
 *  so a smallest) group of the part that has most. */
function fillEmpty(placed: readonly Bundle[][], shares: readonly number[]): void {
  placed.forEach((bundles, part) => {
    if (bundles.length > 0 || (shares[part] as number) <= 0) return
    const largest = placed.reduce((a, b) => (b.length > a.length ? b : a))
    const moved = largest.length > 1 ? largest.pop() : undefined
    if (moved) bundles.push(moved)
  })
}

/** Splits by patient and duplicate group, stratified by grade. Groups in `lockedGroups` are the hold-out, as they were for
 *  the models before; where none of them is here, the share `holdOut` is drawn. `validation` is a share of all samples. */
export function splitSamples(
  samples: readonly Sample[],
  options: { lockedGroups: readonly string[]; holdOut: number; validation: number; seed: number },
): Split {
  const locked = new Set(options.lockedGroups)
  const lockedSamples = samples.filter((sample) => locked.has(sample.group))
  const open = samples.filter((sample) => !locked.has(sample.group))
  if (lockedSamples.length > 0) {
    const share = open.length > 0 ? Math.min(0.5, (options.validation * samples.length) / open.length) : 0
    const [train = [], validation = []] = divideByGroup(open, [1 - share, share], seedOf(options.seed, 'validation'))
    return { train, validation, holdOut: lockedSamples }
  }
  const { holdOut, validation } = options
  const parts = divideByGroup(open, [1 - holdOut - validation, holdOut, validation], seedOf(options.seed, 'split'))
  return { train: parts[0] ?? [], holdOut: parts[1] ?? [], validation: parts[2] ?? [] }
}

/** The samples in `folds` parts of about the same size and grades, whole groups only. */
export function foldSamples(samples: readonly Sample[], folds: number, seed: number): Sample[][] {
  return divideByGroup(samples, new Array<number>(folds).fill(1 / folds), seedOf(seed, 'folds'))
}
