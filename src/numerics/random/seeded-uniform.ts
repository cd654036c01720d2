/** Numbers that `seededUniform` draws at once. */
const batch = 128

/** Uniform numbers in [0, 1), the same sequence for the same seed: the 32-bit generator sfc32 of PractRand
 *  (C. Doty-Humphrey), its state filled from the seed and twelve turns. `seed`: any integer, its low 32 bits count. */
export function seededUniform(seed: number): () => number {
  const fill = seededFill(seed)
  const drawn = new Float64Array(batch)
  let next = batch
  return () => {
    if (next === batch) {
      fill(drawn)
      next = 0
    }
    return drawn[next++] as number
  }
}

/** The same sequence, as many at a time as the list takes: several times quicker for millions, as the generator's state is
 *  kept in locals meanwhile. */
export function seededFill(seed: number): (into: Float64Array) => void {
  const state = Int32Array.of(seed, 0x9e3779b9, 0x243f6a88, 1)
  turn(state, new Float64Array(12))
  return (into) => turn(state, into)
}

function turn(state: Int32Array, into: Float64Array): void {
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let counter = state[3] as number
  for (let place = 0; place < into.length; place++) {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    into[place] = (sum >>> 0) / 2 ** 32
  }
  state.set([a, b, c, counter])
}
