import type { GraphBuilder } from '#nn/graph/builder.ts'
import { int } from '#nn/graph/types.ts'
import { assertNever } from '#shared/errors.ts'
import type { Stacker } from '#statistics/stacking/stacker.ts'
import { addAffine, addSteps } from './affine.ts'
import { addSvm } from './svm-graph.ts'
import { addTrees } from './trees-graph.ts'

/** Probabilities [n,classes] of a meta-learner from features [n,width], as `predictStacker` gives them; a grade that was not
 *  learnt has none. */
export function addStacker(
  builder: GraphBuilder,
  features: string,
  { learner, learnt, classes, width }: Stacker,
): string {
  if (!learner) {
    const offset = Array.from({ length: classes }, (_, k) => Number(k === learnt[0]))
    return addAffine(builder, features, { matrix: new Array<number>(width * classes).fill(0), from: width, offset })
  }
  const found = addLearner(builder, features, learner)
  if (learnt.length === classes) return found
  const matrix = new Array<number>(learnt.length * classes).fill(0)
  for (const [place, k] of learnt.entries()) matrix[place * classes + k] = 1
  return addAffine(builder, found, { matrix, from: learnt.length, offset: new Array<number>(classes).fill(0) })
}

/** Of the classes that were learnt. */
function addLearner(builder: GraphBuilder, features: string, learner: NonNullable<Stacker['learner']>): string {
  switch (learner.by) {
    case 'logistic':
      return addLogistic(builder, features, learner)
    case 'forest': {
      const share = 1 / learner.trees.length
      const trees = learner.trees.map((tree) => ({
        ...{ tree, terms: (leaf: readonly number[]) => leaf.map((value) => value * share) },
      }))
      return addTrees(builder, features, trees, new Array<number>(learner.classes).fill(0))
    }
    case 'boosting': {
      const { start, rate, rounds } = learner
      const trees = rounds.flatMap((round) =>
        round.map((tree, of) => ({
          tree,
          terms: ([value = 0]: readonly number[]) => start.map((_, k) => (k === of ? rate * value : 0)),
        })),
      )
      return builder.op('Softmax', [addTrees(builder, features, trees, start)], { axis: int(1) })
    }
    case 'svm':
      return addSvm(builder, features, learner)
    default:
      return assertNever(learner)
  }
}

type Logistic = Extract<NonNullable<Stacker['learner']>, { readonly by: 'logistic' }>

/** P(class ≤ k) = σ(cut k - weights·features), and a class's probability the difference of two. */
function addLogistic(builder: GraphBuilder, features: string, { weights, cuts }: Logistic): string {
  const matrix = weights.flatMap((weight) => new Array<number>(cuts.length).fill(weight))
  const offset = cuts.map((cut) => -cut)
  // The other way round: of being above each cut.
  const above = builder.op('Sigmoid', [addAffine(builder, features, { matrix, from: weights.length, offset })])
  return addSteps(builder, above, cuts.length)
}
