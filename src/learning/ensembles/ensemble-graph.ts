import { GraphBuilder } from '#nn/graph/builder.ts'
import { int } from '#nn/graph/types.ts'
import { encodeModel, type ModelDescription } from '#nn/model-file.ts'
import { AppError } from '#shared/errors.ts'
import type { Stacker } from '#statistics/stacking/stacker.ts'
import { describeModel } from '../model-file.ts'
import type { EnsembleFile } from './ensemble-file.ts'
import { addAffine, addMember } from './member-graph.ts'

/** Added to a probability before its logarithm is taken. */
const leastProbability = 1e-12

/** The ensemble as one .onnx file: the members' networks on one image, and logits whose softmax is the ensemble's
 *  probabilities. `members`: their .onnx files, in the ensemble's order. Throws `AppError('usage')`, saying why, for
 *  members whose photographs are prepared differently, both eyes, and a meta-learner other than the logistic one. */
export function encodeEnsembleGraph({ eyes, stacker }: EnsembleFile, members: readonly Uint8Array[]): Uint8Array {
  if (eyes) throw cannot('it needs the photographs of both eyes')
  const preparation = commonPreparation(members.map(describeModel))
  const { size } = preparation
  const builder = new GraphBuilder('ensemble')
  const image = builder.input('image', { type: 'float32', shape: [1, 3, size, size] }, ['n', 3, size, size])
  const probabilities = members.map((bytes, index) => addMember(builder, bytes, image, `member${index}`))
  const combined = stacker ? addLogistic(builder, probabilities, stacker) : addMean(builder, probabilities)
  const positive = builder.op('Max', [combined, builder.scalar(leastProbability)])
  builder.node('Log', [positive], { outputs: ['logits'] })
  builder.output('logits', ['n', preparation.classes.length])
  return encodeModel({ graph: builder.build(), metadata: new Map() }, preparation)
}

/** Throws `AppError('usage')` where the members want their photographs prepared differently. */
function commonPreparation(members: readonly ModelDescription[]): ModelDescription {
  const ways = members.map(({ size, mean, deviation, enhancement = 'none', testTimeAugmentation = false }) =>
    JSON.stringify({ size, mean, deviation, enhancement, testTimeAugmentation }),
  )
  const [first] = members
  if (!first || new Set(ways).size !== 1) {
    throw cannot('its members want photographs of different sizes, enhancements or copies')
  }
  const { size, mean, deviation, classes, enhancement, testTimeAugmentation } = first
  const architecture = `ensemble of ${members.map((one) => one.architecture).join(', ')}`
  return {
    ...{ architecture, size, mean, deviation, classes, head: 'softmax' },
    ...(enhancement && { enhancement }),
    ...(testTimeAugmentation && { testTimeAugmentation }),
  }
}

function addMean(builder: GraphBuilder, probabilities: readonly string[]): string {
  const sum = probabilities.reduce((all, one) => builder.op('Add', [all, one]))
  return builder.op('Mul', [sum, builder.scalar(1 / probabilities.length)])
}

/** P(grade ≤ k) = σ(cut k - weights·features), and a grade's probability the difference of two; a grade that was not
 *  learnt has none. */
function addLogistic(builder: GraphBuilder, probabilities: readonly string[], { learner, learnt, classes }: Stacker) {
  if (learner?.by !== 'logistic') throw cannot('its meta-learner is no logistic regression')
  const features = builder.op('Concat', [...probabilities], { axis: int(1) })
  const cuts = learner.cuts.length
  const spread = learner.weights.flatMap((weight) => new Array<number>(cuts).fill(-weight))
  const scores = addAffine(builder, features, { matrix: spread, from: learner.weights.length, offset: learner.cuts })
  const matrix = new Array<number>(cuts * classes).fill(0)
  for (let cut = 0; cut < cuts; cut++) {
    matrix[cut * classes + (learnt[cut] as number)] = 1
    matrix[cut * classes + (learnt[cut + 1] as number)] = -1
  }
  const offset = Array.from({ length: classes }, (_, k) => Number(k === learnt.at(-1)))
  return addAffine(builder, builder.op('Sigmoid', [scores]), { matrix, from: cuts, offset })
}

function cannot(reason: string): AppError {
  return new AppError('usage', `The ensemble cannot be written as one .onnx file: ${reason}.`)
}
