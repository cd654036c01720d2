import { classifierPort } from '#nn/classifier.ts'
import type { GraphBuilder } from '#nn/graph/builder.ts'
import { copyNodes } from '#nn/graph/copy.ts'
import { int } from '#nn/graph/types.ts'
import { decodeModel, type ModelDescription } from '#nn/model-file.ts'
import { float32 } from '#nn/tensor.ts'
import { AppError, assertNever } from '#shared/errors.ts'

/** Copies a member's network into the ensemble's graph, on the image they share, its values named after `prefix`. Gives the
 *  name of its probabilities [n,classes]. Throws `AppError('usage')` for a head that ONNX's operators cannot read. */
export function addMember(builder: GraphBuilder, bytes: Uint8Array, image: string, prefix: string): string {
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
  return addProbabilities(builder, names.get(own(port.logits)) ?? '', description?.head ?? 'softmax', port.outputs)
}

function addProbabilities(
  builder: GraphBuilder,
  logits: string,
  head: ModelDescription['head'],
  outputs: number,
): string {
  switch (head) {
    case 'softmax':
      return builder.op('Softmax', [logits], { axis: int(1) })
    case 'ordinal':
      return addSteps(builder, addNonIncreasing(builder, builder.op('Sigmoid', [logits]), outputs), outputs)
    case 'regression':
      throw new AppError(
        'usage',
        'A member with a regression head has no probabilities in ONNX’s own operators, so the ensemble cannot be written as one file.',
      )
    default:
      return assertNever(head)
  }
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

/** Probabilities [n,count+1] from those of "at least class k" [n,count]. */
function addSteps(builder: GraphBuilder, atLeast: string, count: number): string {
  const step = Array.from({ length: count * (count + 1) }, (_, at) => {
    const [k, grade] = [Math.floor(at / (count + 1)), at % (count + 1)]
    return grade === k + 1 ? 1 : grade === k ? -1 : 0
  })
  const first = Array.from({ length: count + 1 }, (_, grade) => Number(grade === 0))
  return addAffine(builder, atLeast, { matrix: step, from: count, offset: first })
}

/** values [n,from] · matrix [from,to] + offset [to]. */
export function addAffine(
  builder: GraphBuilder,
  values: string,
  {
    matrix,
    from,
    offset,
  }: { readonly matrix: readonly number[]; readonly from: number; readonly offset: readonly number[] },
): string {
  const product = builder.op('MatMul', [values, builder.constant(float32(matrix, [from, offset.length]))])
  return builder.op('Add', [product, builder.constant(float32(offset, [1, offset.length]))])
}
