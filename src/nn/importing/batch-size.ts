import { AppError } from '#shared/errors.ts'
import type { GraphNode } from '../graph/types.ts'
import { elementCount, type Shape } from '../tensor.ts'

/** The batch that a foreign graph has while it is read: a prime that no network has channels of, so that every dimension
 *  made of the batch's can be told by it. Only shapes are computed with it. */
export const markedBatch = 65_537

export function isOfBatch(dimension: number | undefined): boolean {
  return dimension !== undefined && dimension !== 0 && dimension % markedBatch === 0
}

function fixedBatch(node: GraphNode): AppError {
  return new AppError(
    'operator_unsupported',
    `${node.type} ties the model to one number of images; export it with a free batch.`,
    { details: { operator: node.type, node: node.name } },
  )
}

function countsImages(node: GraphNode): AppError {
  return new AppError('operator_unsupported', `${node.type} by the number of images is not supported.`, {
    details: { operator: node.type, node: node.name },
  })
}

/** A Reshape's target, from a value of `shape`, for any batch: 0 where it keeps the batch and -1 where it mixes the batch
 *  with other axes. `batch` is the one that the file was exported for, where it is fixed.
 *  Throws `AppError('operator_unsupported')` where there is none. */
export function reshapeTarget(
  node: GraphNode,
  shape: Shape,
  target: readonly number[],
  batch: number | undefined,
): readonly number[] {
  const generic = target.map((dimension, axis) => {
    if (axis === 0 && isOfBatch(shape[0]) && (dimension === shape[0] || dimension === batch)) return 0
    return isOfBatch(dimension) ? -1 : dimension
  })
  const sizes = generic.map((dimension, axis) => (dimension === 0 ? (shape[axis] ?? 0) : dimension))
  const given = elementCount(sizes.filter((size) => size !== -1))
  const open = sizes.filter((size) => size === -1).length
  const fits = open === 1 ? Number.isInteger(elementCount(shape) / given) : elementCount(shape) === given
  if (open > 1 || !fits) throw target.some(isOfBatch) ? countsImages(node) : fixedBatch(node)
  return generic
}

/** An Expand's target likewise: 1 leaves an axis as it is. */
export function expandTarget(
  node: GraphNode,
  shape: Shape,
  target: readonly number[],
  batch: number | undefined,
): readonly number[] {
  return target.map((dimension, axis) => {
    const own = shape[axis - target.length + shape.length]
    if (isOfBatch(own) && (dimension === own || dimension === batch)) return 1
    if (isOfBatch(dimension)) throw countsImages(node)
    return dimension
  })
}

/** Throws where a node other than those takes a number that depends on the batch. */
export function requireAnyBatch(node: GraphNode, values: readonly number[] | undefined): void {
  if (values?.some(isOfBatch)) throw countsImages(node)
}
