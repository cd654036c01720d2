import type { Network } from '#nn/network.ts'
import { Random } from '#nn/random.ts'
import { elementCount, type FloatTensor, float32, type Shape, type TensorMap } from '#nn/tensor.ts'

/** The values that make-fixtures.py draws, drawn by the same generator: nothing large is stored. */

function normals(shape: Shape, seed: number, ...streams: readonly number[]): Float64Array {
  const random = new Random(seed, ...streams)
  return Float64Array.from({ length: elementCount(shape) }, () => random.normal())
}

function parameterValue(name: string, shape: Shape, place: number): FloatTensor {
  const drawn = normals(shape, 1, place)
  if (shape.length > 1) {
    const deviation = Math.sqrt(2 / elementCount(shape.slice(1)))
    return float32(
      Float32Array.from(drawn, (value) => value * deviation),
      shape,
    )
  }
  if (name.endsWith('running_var'))
    return float32(
      Float32Array.from(drawn, (value) => 1 + 0.2 * Math.abs(value)),
      shape,
    )
  if (name.endsWith('.weight'))
    return float32(
      Float32Array.from(drawn, (value) => 1 + 0.1 * value),
      shape,
    )
  return float32(
    Float32Array.from(drawn, (value) => 0.1 * value),
    shape,
  )
}

/** Every parameter and running statistic; each has its place in the sorted list of names as its stream. */
export function drawnParameters(network: Network): TensorMap {
  const sorted = network.parameters.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return new Map(sorted.map(({ name, shape }, place) => [name, parameterValue(name, shape, place)]))
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

/** Projections of a tensor on the seeded directions; `place` is its place in its sorted list. */
export function projections(values: Float32Array, place: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => {
    const random = new Random(4, place, k)
    return values.reduce((sum, value) => sum + value * random.normal(), 0)
  })
}
