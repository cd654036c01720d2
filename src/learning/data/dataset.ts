import { AppError } from '#shared/errors.ts'
import { type Grade, gradeCount, predictedGrade } from '#shared/grades.ts'
import { type OedemaRisk, oedemaRiskCount } from '#shared/oedema.ts'
import type { Recipe } from '#shared/recipe.ts'

/** A labelled photograph as the caller knows it. `group` is its patient or duplicate group. */
export interface TrainingPhotograph {
  /** SHA-256 of the file's bytes. */
  readonly hash: string
  readonly path: string
  readonly group: string
  readonly grade: Grade
  /** Whether the grade came with the photographs or was given by a reader here. */
  readonly origin: 'imported' | 'read'
  /** By the label file that is the grade's too, whoever gave the grade: readers give none. Left out where it has none. */
  readonly oedema?: OedemaRisk | undefined
}

/** One distinct photograph to learn from. */
export interface Sample {
  readonly hash: string
  readonly path: string
  readonly group: string
  /** The most frequent of its labels, the first on ties: what splits and figures go by. */
  readonly grade: Grade
  /** Share of its labels at each of the five grades: what the loss goes by. */
  readonly target: readonly number[]
  /** Share of its labels at each of the three oedema risks, where it has one. */
  readonly oedemaTarget?: readonly number[] | undefined
  /** Whether a reader here gave its grade. */
  readonly reviewed?: boolean | undefined
}

/** Distinct photographs by content, in the order of their hashes, whatever order the caller had. Where the same bytes came
 *  under two names: readers' grades go before imported ones, labels that differ share the target, and the groups of
 *  both names become one. */
export function samplesOf(photographs: readonly TrainingPhotograph[]): Sample[] {
  const byHash = new Map<string, TrainingPhotograph[]>()
  for (const photograph of photographs) {
    const same = byHash.get(photograph.hash)
    if (same) same.push(photograph)
    else byHash.set(photograph.hash, [photograph])
  }
  const groups = connectedGroups(photographs.map((photograph) => [`group ${photograph.group}`, photograph.hash]))
  const groupOf = new Map(photographs.map((photograph, index) => [photograph.hash, groups[index] as number]))
  // The name of a joined group is the least of its members', so that it does not depend on their order.
  const names = new Map<number, string>()
  photographs.forEach((photograph, index) => {
    const group = groups[index] as number
    const name = names.get(group)
    if (name === undefined || photograph.group < name) names.set(group, photograph.group)
  })
  return [...byHash.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hash, same]) => {
      const read = same.filter((photograph) => photograph.origin === 'read')
      const labels = (read.length > 0 ? read : same).map((photograph) => photograph.grade)
      const target = sharesOf(labels, gradeCount)
      const risks = same.flatMap(({ oedema }) => oedema ?? [])
      const group = names.get(groupOf.get(hash) as number) as string
      const { path } = same[0] as TrainingPhotograph
      return {
        ...{ hash, path, group, grade: predictedGrade(target), target, reviewed: read.length > 0 },
        ...(risks.length > 0 && { oedemaTarget: sharesOf(risks, oedemaRiskCount) }),
      }
    })
}

/** Share of the labels at each of `count` classes. */
function sharesOf(labels: readonly number[], count: number): number[] {
  const shares = new Array<number>(count).fill(0)
  for (const label of labels) shares[label] = (shares[label] as number) + 1 / labels.length
  return shares
}

/** Numbers of the connected groups of items that share a key, transitively: items with a key in common, or joined
 *  through other items, get the same number. One list of keys an item. */
export function connectedGroups(keys: readonly (readonly string[])[]): number[] {
  const parent = keys.map((_, index) => index)
  const root = (index: number): number => {
    let at = index
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number
      at = parent[at] as number
    }
    return at
  }
  const holder = new Map<string, number>()
  keys.forEach((ofItem, index) => {
    for (const key of ofItem) {
      const first = holder.get(key)
      if (first === undefined) holder.set(key, index)
      else parent[root(index)] = root(first)
    }
  })
  return keys.map((_, index) => root(index))
}

/** Throws `AppError('too_few_photographs')` where `samples` cannot teach a network anything. */
export function requireEnough(samples: readonly Sample[], part: string, least: number): void {
  if (samples.length < least) {
    throw new AppError(
      'too_few_photographs',
      `Training needs at least ${least} graded photographs ${part}; there ${samples.length === 1 ? 'is' : 'are'} ${samples.length}.`,
    )
  }
  if (new Set(samples.map((sample) => sample.grade)).size < 2) {
    throw new AppError(
      'too_few_photographs',
      `Training needs photographs of at least two grades ${part}; all have grade ${samples[0]?.grade}.`,
    )
  }
}

/** Throws `AppError('recipe_invalid')` where a recipe learns oedema risks and none of `samples` has a label of them. */
export function requireOedemaLabels(
  samples: readonly Pick<Sample, 'oedemaTarget'>[],
  { oedema }: Pick<Recipe, 'oedema'>,
  part: string,
): void {
  if (oedema === null || samples.some((sample) => sample.oedemaTarget)) return
  throw new AppError(
    'recipe_invalid',
    `The recipe learns oedema risks, and no photograph ${part} has a label of them. Import labels that have them, or leave oedema out.`,
    { details: { field: 'oedema' } },
  )
}
