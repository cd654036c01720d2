import { requireSameLength } from './confusion.ts'
import { seededUniform } from './random.ts'

export interface BootstrapOptions {
  /** Group (patient) of each case: groups are drawn whole, so that two eyes stay together. Each case alone if absent. */
  readonly groups?: readonly (string | number)[] | undefined
  readonly seed: number
  /** Number of resamples; 1000 if absent. */
  readonly replicates?: number
  /** Share of the resamples inside the interval; 0.95 if absent. */
  readonly level?: number
}

/** Percentile bootstrap interval [low, high] of `statistic` over `count` cases (Efron 1979), resampling groups with
 *  replacement. `statistic` is given the drawn cases' indices, some of them several times. Resamples in which the
 *  statistic is NaN are left out; [NaN, NaN] where none is left. Throws `AppError('length_mismatch')`. */
export function bootstrapInterval(
  count: number,
  statistic: (indices: readonly number[]) => number,
  { groups, seed, replicates = 1000, level = 0.95 }: BootstrapOptions,
): [number, number] {
  const members = groupMembers(count, groups)
  const uniform = seededUniform(seed)
  const values: number[] = []
  const drawn: number[] = []
  for (let replicate = 0; replicate < replicates && members.length > 0; replicate++) {
    drawn.length = 0
    for (let draw = 0; draw < members.length; draw++) {
      for (const index of members[Math.floor(uniform() * members.length)] ?? []) drawn.push(index)
    }
    const value = statistic(drawn)
    if (!Number.isNaN(value)) values.push(value)
  }
  values.sort((a, b) => a - b)
  return [quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)]
}

/** The `share` quantile of ascending `sorted` values, linear between neighbours (Hyndman and Fan's type 7); NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below] as number
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number
  return low + (position - below) * (high - low)
}

function groupMembers(count: number, groups: readonly (string | number)[] | undefined): number[][] {
  if (!groups) return Array.from({ length: count }, (_, index) => [index])
  requireSameLength(groups, { length: count }, 'The cases and their groups')
  const members = new Map<string | number, number[]>()
  groups.forEach((group, index) => {
    const list = members.get(group)
    if (list) list.push(index)
    else members.set(group, [index])
  })
  return [...members.values()]
}
