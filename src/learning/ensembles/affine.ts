import type { GraphBuilder } from '#nn/graph/builder.ts'
import { float32 } from '#nn/tensor.ts'

/** A matrix [from,to], row after row, and what is added to its product. */
export interface Affine {
  readonly matrix: readonly number[]
  readonly from: number
  readonly offset: readonly number[]
}

/** values [n,from] · matrix [from,to] + offset [to]. */
export function addAffine(builder: GraphBuilder, values: string, { matrix, from, offset }: Affine): string {
  const product = builder.op('MatMul', [values, builder.constant(float32(matrix, [from, offset.length]))])
  return builder.op('Add', [product, builder.constant(float32(offset, [1, offset.length]))])
}

/** Probabilities [n,count+1] from those of "at least class k" [n,count]. */
export function addSteps(builder: GraphBuilder, atLeast: string, count: number): string {
  const matrix = Array.from({ length: count * (count + 1) }, (_, at) => {
    const [k, grade] = [Math.floor(at / (count + 1)), at % (count + 1)]
    return grade === k + 1 ? 1 : grade === k ? -1 : 0
  })
  const offset = Array.from({ length: count + 1 }, (_, grade) => Number(grade === 0))
  return addAffine(builder, atLeast, { matrix, from: count, offset })
}
