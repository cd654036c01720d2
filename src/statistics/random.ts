/** Uniform numbers in [0, 1), the same sequence for the same seed: the 32-bit generator sfc32 of PractRand
 *  (C. Doty-Humphrey), its state filled from the seed and twelve turns. `seed`: any integer, its low 32 bits count. */
export function seededUniform(seed: number): () => number {
  let a = seed | 0
  let b = 0x9e3779b9 | 0
  let c = 0x243f6a88 | 0
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let turn = 0; turn < 12; turn++) next()
  return next
}
