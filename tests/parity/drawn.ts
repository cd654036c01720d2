import type { Network } from '#nn/network.ts'
import { Random } from '#nn/random.ts'
import { elementCount, type FloatTensor, float32, type Shape, type TensorMap } from '#nn/tensor.ts'

/* The values that make-fixtures.py draws, drawn by the same generator: nothing large is stored. */

function normals(shape: Shape, seed: number, ...streams: readonly number[]): Float64Array {
  const random = new Random(seed, ...streams)
  return Float64Array.from({ length: elementCount(shape) }, () => random.normal())
}

/** How a parameter follows from a number of mean 0 and variance 1. */
function parameterRule(name: string, shape: Shape): (drawn: number) => number {
  if (shape.length > 1) {
    const deviation = Math.sqrt(2 / elementCount(shape.slice(1)))
    return (drawn) => drawn * deviation
  }
  if (name.endsWith('running_var')) return (drawn) => 1 + 0.2 * Math.abs(drawn)
  if (name.endsWith('.weight')) return (drawn) => 1 + 0.1 * drawn
  return (drawn) => 0.1 * drawn
}

function parameterValue(name: string, shape: Shape, place: number): FloatTensor {
  const rule = parameterRule(name, shape)
  const random = new Random(1, place)
  const values = new Float32Array(elementCount(shape))
  for (let i = 0; i < values.length; i++) values[i] = rule((2 * random.uniform() - 1) * Math.sqrt(3))
  return float32(values, shape)
}

/** Parameters and running statistics in the order that gives each its place. */
export function sortedParameters(network: Network): Network['parameters'] {
  return network.parameters.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Every parameter and running statistic; each has its place in the sorted list of names as its stream. */
export function drawnParameters(network: Network): TensorMap {
  return new Map(sortedParameters(network).map(({ name, shape }, place) => [name, parameterValue(name, shape, place)]))
}

/** The photographs and soft targets of one step. */
export function drawnBatch(
  shape: Shape,
  classes: number,
  step: number,
): { images: Float32Array; targets: Float32Array } {
  const count = shape[0] as number
  const random = new Random(3, step)
  const targets = Float32Array.from({ length: count * classes }, () => random.uniform())
  for (let row = 0; row < targets.length; row += classes) {
    const values = targets.subarray(row, row + classes)
    const total = values.reduce((sum, value) => Math.fround(sum + value), 0)
    for (let i = 0; i < classes; i++) values[i] = (values[i] as number) / total
  }
  return { images: Float32Array.from(normals(shape, 2, step)), targets }
}

/** Side of a patch of one colour, pixels. */
const patch = 16

/** The same with photographs of patches of one colour under noise, for networks so deep that they make all noise alike. */
export function drawnPatches(
  shape: Shape,
  classes: number,
  step: number,
): { images: Float32Array; targets: Float32Array } {
  const [count, channels, height, width] = shape as [number, number, number, number]
  const [rows, columns] = [height / patch, width / patch]
  const cells = normals([count, channels, rows, columns], 7, step)
  const { targets } = drawnBatch([count, channels, 0, 0], classes, step)
  const images = Float32Array.from(normals(shape, 2, step), (noise, index) => {
    const [x, y, plane] = [index % width, Math.floor(index / width) % height, Math.floor(index / (width * height))]
    const cell = (plane * rows + Math.floor(y / patch)) * columns + Math.floor(x / patch)
    return (cells[cell] as number) + 0.5 * noise
  })
  return { images, targets }
}

/** Projections of a tensor on the seeded directions of ±1, the bits of one integer an element; `place` is its place in its
 *  sorted list. */
export function projections(values: Float32Array, place: number, count: number): readonly number[] {
  const random = new Random(4, place)
  const sums = new Array<number>(count).fill(0)
  for (const value of values) {
    const bits = random.integer()
    for (let k = 0; k < count; k++) sums[k] = (sums[k] as number) + ((bits >>> k) & 1 ? value : -value)
  }
  return sums
}
