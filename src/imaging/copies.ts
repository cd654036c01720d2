import { bitsBetween, type HashHalves, hashHalves, setBits } from './hash.ts'
import { detailCorrelation, detailOf, lookCells, turnCount, turnedHashes } from './look.ts'

/** What two files of one photograph have in common at any size and quality. */
export interface Appearance {
  /** Difference hash, 16 hexadecimal digits. */
  readonly perceptualHash: string
  /** Counts of the luma inside the retina, in bins of equal width from the darkest. */
  readonly histogram: readonly number[]
  /** As `lookOf` gives it. Without one of both, two photographs are compared by hash and histogram alone, and as they lie. */
  readonly look?: Uint8Array | null
  /** Whether too little can be seen in it: such photographs are no copies of each other, because black frames are all alike. */
  readonly rejected?: boolean
}

/** Two of a list, by their places, the later one first. `turn`: how the earlier one has to be turned to lie as the later one. */
export interface CopyPair {
  readonly later: number
  readonly earlier: number
  readonly turn: number
}

/** Largest distance of copies, bits of the hash and bins of the histogram. 25 IDRiD photographs of 4288 x 2848 are at most 2
 *  and 0.039 from their copies of 1024 x 680, 24 of those at most 4 and 0.055 from ones of 768 to 224 pixels. Two eyes before
 *  one camera often have the same hash, but of 4,005 pairs of other photographs of IDRiD within 4 bits none is nearer than
 *  0.197. What is joined without being a copy costs a split some freedom; what is not joined, its honesty. */
const copyBits = 4
const copyBins = 0.07
/** By looks, which tell how it is turned. Hashes are then of 16 x 16 cells, and a surround that is black all over has bits that
 *  fall either way. The 294 of IDRiD, turned each of eight ways, at 512 and 224 pixels and JPEG quality 60, are at most 6 bits,
 *  0.105 bins and 0.986 from themselves; no two others of them are nearer than 0.195 bins, or 0.93 in any turn. */
const turnedBits = 8
const turnedBins = 0.12
const leastCorrelation = 0.96

/** Most bins that a histogram has. */
const histogramBins = 64

/** Pairs of copies of which one at least is not below `known`: those below are not compared with each other again. A photograph
 *  without a retina is nobody's copy. */
export function findCopyPairs(appearances: readonly Appearance[], known = 0): CopyPair[] {
  return pairsAmong(appearances, (later) => later >= known).sort((a, b) => a.later - b.later || a.earlier - b.earlier)
}

/** The same, as pairs of places alone. */
export function findCopies(appearances: readonly Appearance[], known = 0): [number, number][] {
  return findCopyPairs(appearances, known).map(({ later, earlier }) => [later, earlier])
}

/** Places of those that are copies of one of `known`. */
export function copiesOf(known: readonly Appearance[], appearances: readonly Appearance[]): Set<number> {
  const start = known.length
  const pairs = pairsAmong([...known, ...appearances], (later, earlier) => later >= start && earlier < start)
  return new Set(pairs.map(({ later }) => later - start))
}

function pairsAmong(
  appearances: readonly Appearance[],
  isAsked: (later: number, earlier: number) => boolean,
): CopyPair[] {
  const order = appearances
    .map((appearance, index) => new Shape(appearance, index))
    .filter(({ sum }) => sum !== 0)
    .sort((a, b) => a.mean - b.mean)
  const pairs: CopyPair[] = []
  order.forEach((one, place) => {
    for (let next = place + 1; next < order.length; next++) {
      const other = order[next] as Shape
      // No two histograms are nearer to each other than their means.
      if (other.mean - one.mean > turnedBins) break
      const [later, earlier] = one.index > other.index ? [one, other] : [other, one]
      if (!isAsked(later.index, earlier.index)) continue
      const turn = turnOfCopy(later, earlier)
      if (turn !== null) pairs.push({ later: later.index, earlier: earlier.index, turn })
    }
  })
  return pairs
}

/** How `b` has to be turned to be a copy of `a`; null where it is none. */
function turnOfCopy(a: Shape, b: Shape): number | null {
  if (a.rejected && b.rejected) return null
  if (!a.hasLook || !b.hasLook) return bitsBetween(a.hash, b.hash) <= copyBits && areNear(a, b, copyBins) ? 0 : null
  // The quickest first: hardly any two photographs are as near.
  if (!areNear(a, b, turnedBins)) return null
  let best: number | null = null
  let highest = leastCorrelation
  for (let turn = 0; turn < turnCount; turn++) {
    if (!isHashNear(a.hashes, b.hashes, turn)) continue
    const correlation = detailCorrelation(a.detail, b.detail, turn)
    if (correlation < highest) continue
    best = turn
    highest = correlation
  }
  return best
}

function isHashNear(upright: Int32Array, turned: Int32Array, turn: number): boolean {
  const high = setBits((upright[0] as number) ^ (turned[turn * 2] as number))
  return high <= turnedBits && high + setBits((upright[1] as number) ^ (turned[turn * 2 + 1] as number)) <= turnedBits
}

const noLook = new Uint8Array(lookCells)

class Shape {
  readonly index: number
  readonly hash: HashHalves
  readonly hasLook: boolean
  readonly rejected: boolean
  /** Shares of the histogram up to each bin. */
  readonly cumulative: Float64Array
  readonly sum: number
  /** Mean bin. */
  readonly mean: number
  readonly #look: Uint8Array
  #hashes: Int32Array | undefined
  #detail: Float32Array | undefined

  constructor({ perceptualHash, histogram, look = null, rejected = false }: Appearance, index: number) {
    this.index = index
    this.hash = hashHalves(perceptualHash)
    this.hasLook = look !== null
    this.rejected = rejected
    this.sum = histogram.reduce((total, count) => total + count, 0)
    this.mean = histogram.reduce((total, count, bin) => total + (count / this.sum) * bin, 0)
    let upTo = 0
    this.cumulative = Float64Array.from({ length: histogramBins }, (_, bin) => {
      upTo += (histogram[bin] ?? 0) / this.sum
      return upTo
    })
    this.#look = look ?? noLook
  }

  /** In the eight turns. Made when they are first asked for, as the detail: few photographs have a neighbour by histogram. */
  get hashes(): Int32Array {
    this.#hashes ??= turnedHashes(this.#look)
    return this.#hashes
  }

  get detail(): Float32Array {
    this.#detail ??= detailOf(this.#look)
    return this.#detail
  }
}

/** Whether the pixels of one histogram have to move by at most so many bins on average to become the other: the area between their
 *  cumulative shares (first Wasserstein distance). */
function areNear(a: Shape, b: Shape, bins: number): boolean {
  const [one, other] = [a.cumulative, b.cumulative]
  let distance = 0
  for (let bin = 0; bin < one.length; bin++) {
    distance += Math.abs((one[bin] as number) - (other[bin] as number))
    if (distance > bins) return false
  }
  return true
}
