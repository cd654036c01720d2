import { createRandom } from '#numerics/random/named-streams.ts'

/** A 32-bit seed that depends on every part and its place, for what wants a number and not a stream. */
export function seedOf(...parts: readonly (string | number)[]): number {
  return createRandom(...parts).integer(0, 2 ** 32 - 1)
}
