import { classifierPort } from '#nn/classifier.ts'
import type { GraphBuilder } from '#nn/graph/builder.ts'
import { copyNodes } from '#nn/graph/copy.ts'
import { int, ints } from '#nn/graph/types.ts'
import type { Thresholds } from '#nn/heads/head.ts'
import { evenThresholds } from '#nn/heads/regression.ts'
import { decodeModel, type ModelDescription } from '#nn/model-file.ts'
import { givesOedema, oedemaOutput } from '#nn/oedema-output.ts'
import { dataTypes } from '#nn/onnx/schema.ts'
import { float32 } from '#nn/tensor.ts'
import { assertNever } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import { addSteps } from './affine.ts'

/** Names of what a member says. */
export interface MemberValues {
  /** [n,classes]. */
  readonly probabilities: string
  /** Of the oedema risks, [n,3], where it tells them. */
  readonly oedema: string | undefined
}

/** Copies a member's network into the ensemble's graph, on an image of its size, its values named after `prefix`. */
export function addMember(builder: GraphBuilder, bytes: Uint8Array, image: string, prefix: string): MemberValues {
  const { model, description } = decodeModel(bytes)
  const port = classifierPort(model.graph, description?.size)
  const own = (name: string) => (name === '' ? '' : `${prefix}.${name}`)
  const names = new Map([
    ['', ''],
    [own(port.image), image],
  ])
  for (const [name, tensor] of model.graph.constants) names.set(own(name), builder.constant(tensor, own(name)))
  const nodes = model.graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(own),
    outputs: node.outputs.map(own),
  }))
  copyNodes(builder, nodes, names)
  const named = (output: string) => names.get(own(output)) ?? ''
  const softmax = (output: string) => builder.op('Softmax', [named(output)], { axis: int(1) })
  return {
    probabilities: addProbabilities(builder, named(port.logits), port.outputs, description),
    oedema: givesOedema(model.graph, description) ? softmax(oedemaOutput) : undefined,
  }
}

function addProbabilities(
  builder: GraphBuilder,
  logits: string,
  outputs: number,
  description: ModelDescription | undefined,
): string {
  const head = description?.head ?? 'softmax'
  switch (head) {
    case 'softmax':
      return builder.op('Softmax', [logits], { axis: int(1) })
    case 'ordinal':
      return addSteps(builder, addNonIncreasing(builder, builder.op('Sigmoid', [logits]), outputs), outputs)
    case 'regression':
      return addRegression(builder, logits, description?.thresholds ?? evenThresholds(gradeCount))
    default:
      return assertNever(head)
  }
}

/** The normal scatter's share between thresholds, mixed with as much certainty of the grade that they name as makes it the
 *  likeliest, as the regression head does it; where it is that already, with a millionth. */
function addRegression(builder: GraphBuilder, output: string, { cuts, noise }: Thresholds): string {
  const row = (values: readonly number[]) => builder.constant(float32(values, [1, values.length]))
  const apart = builder.op('Sub', [output, row(cuts)])
  const scaled = builder.op('Mul', [apart, builder.scalar(1 / (noise * Math.SQRT2))])
  const half = builder.scalar(0.5)
  const above = builder.op('Add', [builder.op('Mul', [builder.op('Erf', [scaled]), half]), half])
  const shares = addSteps(builder, above, cuts.length)
  const below = builder.op('Cast', [builder.op('Less', [output, row(cuts)])], { to: int(dataTypes.float32) })
  const named = addSteps(builder, builder.op('Sub', [builder.scalar(1), below]), cuts.length)
  const sum = (values: string) => builder.op('ReduceSum', [values, builder.integers(1)])
  const largest = builder.op('ReduceMax', [shares], { axes: ints([1]) })
  const wanted = builder.op('Mul', [largest, builder.scalar(1 + 1e-6)])
  const gap = builder.op('Sub', [wanted, sum(builder.op('Mul', [shares, named]))])
  const certainty = builder.op('Div', [gap, builder.op('Add', [gap, builder.scalar(1)])])
  const moved = builder.op('Mul', [builder.op('Sub', [named, shares]), certainty])
  return builder.op('Add', [shares, moved])
}

/** The closest non-increasing row in least squares, as `nonIncreasing` of the ordinal head gives it: value k is the least
 *  over i ≤ k of the largest over j ≥ k of the mean of i … j (the min-max formula of isotonic regression). */
function addNonIncreasing(builder: GraphBuilder, values: string, count: number): string {
  const columns = Array.from({ length: count }, (_, k) => {
    let least = ''
    for (let i = 0; i <= k; i++) {
      let most = ''
      for (let j = k; j < count; j++) {
        const share = Array.from({ length: count }, (__, at) => (at >= i && at <= j ? 1 / (j - i + 1) : 0))
        const mean = builder.op('MatMul', [values, builder.constant(float32(share, [count, 1]))])
        most = most === '' ? mean : builder.op('Max', [most, mean])
      }
      least = least === '' ? most : builder.op('Min', [least, most])
    }
    return least
  })
  return builder.op('Concat', columns, { axis: int(1) })
}
