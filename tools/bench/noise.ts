import { seededUniform } from '#numerics/random/seeded-uniform.ts'

/** Values from -2 to 2, as normalised photographs have them, the same every time. */
export function noise(length: number): Float32Array {
  const uniform = seededUniform(1)
  return Float32Array.from({ length }, () => 4 * uniform() - 2)
}
