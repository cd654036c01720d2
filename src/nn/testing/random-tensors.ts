import { Random } from '#numerics/random/counted-random.ts'
import { elementCount, type FloatTensor, float32, type Shape } from '../tensor.ts'

/** Standard normal values times `deviation`, the same for the same seed. */
export function randomTensor(shape: Shape, seed: number, deviation = 1): FloatTensor {
  const random = new Random(seed)
  return float32(
    Float32Array.from({ length: elementCount(shape) }, () => random.normal() * deviation),
    shape,
  )
}

/** Largest difference relative to the largest value of `expected`. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  let [difference, largest] = [0, 0]
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs((actual[i] as number) - (expected[i] as number)))
    largest = Math.max(largest, Math.abs(expected[i] as number))
  }
  return difference / (largest || 1)
}
