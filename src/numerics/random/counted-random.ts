/** A small seeded generator: 32-bit integers hashed from a counter, so that the n-th number needs no state but n.
 *  Mixing by Bob Jenkins and Chris Wellons' two-round integer hash ("lowbias32", hash-prospector). */
export class Random {
  readonly #seed: number
  #counter = 0

  /** `streams` tell apart generators of one seed: a step's number, a parameter's place. */
  constructor(seed: number, ...streams: readonly number[]) {
    this.#seed = streams.reduce((state, stream) => mix(state ^ Math.imul(stream + 1, 0x9e3779b9)), mix(seed >>> 0))
  }

  /** Uniform over 0 … 2³²-1. */
  integer(): number {
    return mix(this.#seed ^ Math.imul(++this.#counter, 0x9e3779b9))
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.integer() / 4294967296
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()))
    return radius * Math.cos(2 * Math.PI * this.uniform())
  }
}

function mix(value: number): number {
  let x = value >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0xd35a2d97)
  return (x ^ (x >>> 15)) >>> 0
}
