import { elementCount, type Shape } from '../tensor.ts'

/** A dense array of doubles, for judging what float32 computed. */
export interface DoubleArray {
  readonly shape: Shape
  readonly data: Float64Array
}

export function doubles(shape: Shape, data: ArrayLike<number> = new Float64Array(elementCount(shape))): DoubleArray {
  return { shape, data: Float64Array.from(data) }
}

/** Distance in memory between neighbours along each axis. */
export function stridesOf(shape: Shape): readonly number[] {
  const strides = new Array<number>(shape.length).fill(1)
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] as number) * (shape[axis + 1] as number)
  return strides
}

/** Calls back for every place of a shape, in order, with its coordinates; the array is reused. */
export function eachPlace(shape: Shape, visit: (place: readonly number[], index: number) => void): void {
  const place = new Array<number>(shape.length).fill(0)
  const count = elementCount(shape)
  for (let index = 0; index < count; index++) {
    visit(place, index)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = (place[axis] as number) + 1
      if ((place[axis] as number) < (shape[axis] as number)) break
      place[axis] = 0
    }
  }
}

/** Position in an array of `shape` of a place in a larger, broadcast shape. */
export function positionIn(shape: Shape, place: readonly number[]): number {
  let position = 0
  const missing = place.length - shape.length
  for (const [axis, dimension] of shape.entries())
    position = position * dimension + (dimension === 1 ? 0 : (place[axis + missing] as number))
  return position
}
