import { z } from 'zod'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { growTree } from './grow.ts'
import { oneHotTargets } from './one-hot.ts'
import { sortFeatures, treeSchema, treeValue } from './tree.ts'

export const forestOptions = z.strictObject({
  by: z.literal('forest'),
  trees: z.int().min(1).max(2000).default(200),
  depth: z.int().min(1).max(30).default(8),
  /** Fewest rows of a leaf. */
  leaf: z.int().min(1).default(5),
  /** Features tried at a node; the root of their number where null. */
  tried: z.int().min(1).nullable().default(null),
})

export const forestSchema = z.object({ by: z.literal('forest'), classes: z.int(), trees: z.array(treeSchema) })
export type Forest = z.infer<typeof forestSchema>

/** Random forest (Breiman 2001): each tree grown on rows drawn with replacement, a few features tried at each node.
 *  `features`: n rows of d; `targets`: n of 0 … classes-1. */
export function fitForest(
  features: readonly (readonly number[])[],
  targets: readonly number[],
  classes: number,
  options: z.infer<typeof forestOptions>,
  seed: number,
): Forest {
  const uniform = seededUniform(seed)
  const sorted = sortFeatures(features)
  const wanted = oneHotTargets(targets, classes)
  const count = options.tried ?? Math.max(1, Math.floor(Math.sqrt(sorted.columns.length)))
  const trees = Array.from({ length: options.trees }, () => {
    const weights = new Float64Array(sorted.rows)
    for (let drawn = 0; drawn < sorted.rows; drawn++) {
      const row = Math.floor(uniform() * sorted.rows)
      weights[row] = (weights[row] as number) + 1
    }
    return growTree({ features: sorted, targets: wanted, weights }, { ...options, tried: { count, uniform } })
  })
  return { by: 'forest', classes, trees }
}

/** Probabilities of the classes for one row of features: the mean over the trees of its leaves' class shares. */
export function forestRow({ classes, trees }: Forest, row: readonly number[]): number[] {
  const sums = new Array<number>(classes).fill(0)
  for (const tree of trees) for (const [k, share] of treeValue(tree, row).entries()) sums[k] = (sums[k] ?? 0) + share
  return sums.map((sum) => sum / trees.length)
}
