import type { Random } from '#numerics/random/counted-random.ts'

/** What may befall a file's bytes. */
export type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array

export const below = (random: Random, end: number): number => random.integer() % Math.max(1, end)
export const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T

// A Buffer is copied by none of its own methods.
const flipped: Mutation = (bytes, random) => {
  const changed = new Uint8Array(bytes)
  for (let left = 1 + below(random, 12); left > 0; left--) changed[below(random, changed.length)] = below(random, 256)
  return changed
}

const cut: Mutation = (bytes, random) => bytes.slice(0, below(random, bytes.length))

/** Bytes that belong nowhere, between two that follow each other. */
const junk: Mutation = (bytes, random) => {
  const at = below(random, bytes.length)
  const between = Uint8Array.from({ length: 1 + below(random, 400) }, () => below(random, 256))
  return Buffer.concat([bytes.subarray(0, at), between, bytes.subarray(at)])
}

const zeroed: Mutation = (bytes, random) => {
  const changed = new Uint8Array(bytes)
  const at = below(random, bytes.length)
  return changed.fill(0, at, at + 1 + below(random, 2000))
}

const cutOut: Mutation = (bytes, random) => {
  const at = below(random, bytes.length)
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(random, 2000))])
}

/** A piece of the file over another place of it. */
const spliced: Mutation = (bytes, random) => {
  const changed = new Uint8Array(bytes)
  const from = below(random, bytes.length)
  return changed.copyWithin(below(random, bytes.length), from, from + 1 + below(random, 2000))
}

/** Numbers of four bytes that claim more than there is, near the beginning, where sizes stand. */
const huge: Mutation = (bytes, random) => {
  const changed = new Uint8Array(bytes)
  for (let left = 1 + below(random, 3); left > 0; left--) {
    changed.set([0xff, 0xff, 0xff, pick(random, [0x7f, 0xff])], below(random, Math.min(600, bytes.length - 4)))
  }
  return changed
}

export const mutations = { flipped, cut, junk, zeroed, cutOut, spliced, huge } as const satisfies Record<
  string,
  Mutation
>
export const mutationNames = Object.keys(mutations) as (keyof typeof mutations)[]
