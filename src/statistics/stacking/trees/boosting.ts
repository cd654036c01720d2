import { z } from 'zod'
import { softmax } from '../../../numerics/softmax.ts'
import { growTree } from './grow.ts'
import { oneHotTargets } from './one-hot.ts'
import { sortFeatures, type Tree, treeSchema, treeValue } from './tree.ts'

export const boostingOptions = z.strictObject({
  by: z.literal('boosting'),
  rounds: z.int().min(1).max(2000).default(60),
  /** Share of each tree's answer that is taken. */
  rate: z.number().positive().max(1).default(0.05),
  depth: z.int().min(1).max(10).default(2),
  /** Fewest rows of a leaf. */
  leaf: z.int().min(1).default(10),
})

export const boostingSchema = z.object({
  by: z.literal('boosting'),
  rate: z.number(),
  /** Score of each class before the first tree. */
  start: z.array(z.number()),
  /** A tree for each class, round after round. */
  rounds: z.array(z.array(treeSchema)),
})
export type Boosting = z.infer<typeof boostingSchema>

/** Gradient boosting of the multinomial deviance (Friedman 2001): each round grows a tree for each class on the
 *  residuals, its leaves one Newton step. Nothing is drawn. `features`: n rows of d; `targets`: n of 0 … classes-1,
 *  every class present. */
export function fitBoosting(
  features: readonly (readonly number[])[],
  targets: readonly number[],
  classes: number,
  { rounds, rate, depth, leaf }: z.infer<typeof boostingOptions>,
): Boosting {
  const sorted = sortFeatures(features)
  const wanted = oneHotTargets(targets, classes)
  const start = wanted.map((target) => Math.log(target.reduce((sum, value) => sum + value, 0) / sorted.rows))
  const scores = features.map(() => [...start])
  const grown: Tree[][] = []
  for (let round = 0; round < rounds; round++) {
    const probabilities = scores.map((row) => softmax(row))
    const trees = wanted.map((target, k) => {
      const residuals = target.map((value, row) => value - (probabilities[row]?.[k] as number))
      const leafValue = (rows: Int32Array) => [newtonStep(rows, residuals, classes)]
      return growTree({ features: sorted, targets: [residuals], leafValue }, { depth, leaf })
    })
    features.forEach((row, index) => {
      addTrees(scores[index] as number[], trees, rate, row)
    })
    grown.push(trees)
  }
  return { by: 'boosting', rate, start, rounds: grown }
}

/** Probabilities of the classes for one row of features. */
export function boostingRow({ rate, start, rounds }: Boosting, row: readonly number[]): number[] {
  const scores = [...start]
  for (const trees of rounds) addTrees(scores, trees, rate, row)
  return softmax(scores)
}

function addTrees(scores: number[], trees: readonly Tree[], rate: number, row: readonly number[]): void {
  for (const [k, tree] of trees.entries()) scores[k] = (scores[k] ?? 0) + rate * (treeValue(tree, row)[0] as number)
}

/** (K-1)/K · Σr / Σ|r|(1-|r|). */
function newtonStep(rows: Int32Array, residuals: Float64Array, classes: number): number {
  let sum = 0
  let curvature = 0
  for (const row of rows) {
    const residual = residuals[row] as number
    sum += residual
    curvature += Math.abs(residual) * (1 - Math.abs(residual))
  }
  return curvature < 1e-150 ? 0 : (((classes - 1) / classes) * sum) / curvature
}
