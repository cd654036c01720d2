import { quantile } from '#numerics/quantile.ts'
import { seededFill, seededUniform } from '#numerics/random/seeded-uniform.ts'
import { requireSameLength } from './confusion.ts'

/** Of the intervals in what is reported of a project: any fixed number, so that they are the same each time. */
export const reportSeed = 20_260_101

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
 *  statistic is NaN are left out; [NaN, NaN] where none is left, and of a single case or group, which says nothing of how much
 *  others would differ. Throws `AppError('length_mismatch')`. */
export function bootstrapInterval(
  count: number,
  statistic: (indices: readonly number[]) => number,
  options: BootstrapOptions,
): [number, number] {
  const values: number[] = []
  for (const drawn of resamples(count, options)) values.push(statistic(drawn))
  return percentileInterval(values, options.level)
}

/** The resamples that intervals are made of, as indices of cases; one list, filled anew for each. For several statistics
 *  of the same resamples. Throws `AppError('length_mismatch')`. */
export function* resamples(
  count: number,
  { groups, seed, replicates = 1000 }: BootstrapOptions,
): Generator<readonly number[]> {
  const members = groups && groupMembers(count, groups)
  const units = members?.length ?? count
  const uniform = seededUniform(seed)
  const drawn: number[] = []
  for (let replicate = 0; replicate < replicates && units > 1; replicate++) {
    drawn.length = 0
    for (let draw = 0; draw < units; draw++) {
      const unit = Math.floor(uniform() * units)
      if (members) for (const index of members[unit] ?? []) drawn.push(index)
      else drawn.push(unit)
    }
    yield drawn
  }
}

/** How often each of `kinds` kinds of cases is drawn in the same resamples, cases drawn alone; one list, filled anew for
 *  each. All that a statistic needs which cannot tell cases of one kind apart. `kindOf`: the kind of each case. */
export function* resampledTimes(
  kindOf: Int32Array,
  kinds: number,
  { seed, replicates = 1000 }: Pick<BootstrapOptions, 'seed' | 'replicates'>,
): Generator<Int32Array> {
  const fill = seededFill(seed)
  const drawn = new Float64Array(kindOf.length)
  const times = new Int32Array(kinds)
  for (let replicate = 0; replicate < replicates && drawn.length > 1; replicate++) {
    fill(drawn)
    countKinds(drawn, kindOf, times.fill(0))
    yield times
  }
}

/** `drawn`: 0 … 1, which cases. In a loop of its own, which is compiled as it stands. */
function countKinds(drawn: Float64Array, kindOf: Int32Array, times: Int32Array): void {
  for (let draw = 0; draw < drawn.length; draw++) {
    const kind = kindOf[Math.floor((drawn[draw] as number) * drawn.length)] as number
    times[kind] = (times[kind] as number) + 1
  }
}

/** The middle `level` of the values, 0.95 if absent, NaN left out; [NaN, NaN] where none is left. */
export function percentileInterval(values: readonly number[], level = 0.95): [number, number] {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort()
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)]
}

/** How far one model's figure lies above another's, and the interval of that difference. */
export interface Difference {
  readonly difference: number
  readonly interval: readonly [number, number]
}

/** Difference of a figure of two models on the same cases, by a paired bootstrap: each resample draws the same patients for
 *  both, so that what is hard about a patient cancels. Options as of `bootstrapInterval`; NaN where undefined. */
export function pairedDifference(
  count: number,
  candidate: (indices: readonly number[]) => number,
  current: (indices: readonly number[]) => number,
  options: BootstrapOptions,
): Difference {
  const differenceOf = (indices: readonly number[]) => candidate(indices) - current(indices)
  return {
    difference: differenceOf(Array.from({ length: count }, (_, index) => index)),
    interval: bootstrapInterval(count, differenceOf, options),
  }
}

function groupMembers(count: number, groups: readonly (string | number)[]): number[][] {
  requireSameLength(groups, { length: count }, 'The cases and their groups')
  const members = new Map<string | number, number[]>()
  groups.forEach((group, index) => {
    const list = members.get(group)
    if (list) list.push(index)
    else members.set(group, [index])
  })
  return [...members.values()]
}
