/** A stream of pseudo-random numbers that is the same for the same seed, on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits fine. */
  next(): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Whole number, low ≤ n ≤ high. */
  integer(low: number, high: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** Normal with mean 0 and the given standard deviation (Box-Muller). */
  gaussian(deviation?: number): number
}

/** A generator from any words and numbers: `createRandom(seed, 'augment', epoch, image)` is a stream of its own for each.
 *  Algorithm: xoshiro128** (Blackman and Vigna 2018), seeded by FNV-1a and SplitMix32. */
export function createRandom(...seed: readonly (string | number)[]): Random {
  let mixed = fnv1a(seed.join('\u0000'))
  const splitMix = () => {
    mixed = (mixed + 0x9e3779b9) | 0
    let value = mixed ^ (mixed >>> 16)
    value = Math.imul(value, 0x21f0aaad)
    value ^= value >>> 15
    value = Math.imul(value, 0x735a2d97)
    return value ^ (value >>> 15)
  }
  let a = splitMix()
  let b = splitMix()
  let c = splitMix()
  let d = splitMix()
  const next = () => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result / 2 ** 32
  }
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (probability) => next() < probability,
    gaussian: (deviation = 1) => deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}

/** Shuffles `items` in place (Fisher-Yates) and returns them. */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let index = items.length - 1; index > 0; index--) {
    const other = random.integer(0, index)
    const held = items[index] as T
    items[index] = items[other] as T
    items[other] = held
  }
  return items
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}
