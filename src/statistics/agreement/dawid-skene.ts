import { argMax } from '#numerics/arg-max.ts'
import type { RatingPatterns } from './rating-patterns.ts'

/** Largest number of rounds; a few dozen are common. */
const mostRounds = 500
/** Change of a probability below which the estimate stands. */
const settled = 1e-10

/** The true class of each item and the way of each reader, as far as readers' ratings alone tell them. */
export interface Consensus {
  /** One row a pattern of ratings: probability of each class; the classes' shares for no rating at all. */
  readonly posterior: readonly Float64Array[]
  /** Probability of each class before any rating. */
  readonly shares: Float64Array
  /** Of each reader, rows the true class, columns the class given: classes × classes probabilities. */
  readonly confusion: readonly Float64Array[]
}

/** Dawid and Skene's estimate (1979) by expectation and maximisation, from the share of readers for each class on. Every
 *  reader has, of each class, one more rating than was given, right half of the time: without it a reader with few
 *  ratings would be believed beyond doubt. */
export function dawidSkene(patterns: RatingPatterns): Consensus {
  const { readers, classes, rows } = patterns
  let posterior = rows.map((row) => sharesOfReaders(row, classes))
  for (let round = 0; ; round++) {
    const shares = classShares(posterior, patterns)
    const confusion = Array.from({ length: readers }, (_, reader) => readerConfusion(posterior, patterns, reader))
    const logarithms = confusion.map((reader) => reader.map(Math.log))
    const next = rows.map((row) => itemPosterior(row, shares, logarithms))
    const moved = next.some((row, place) => {
      return row.some((p, k) => Math.abs(p - (posterior[place]?.[k] as number)) > settled)
    })
    posterior = next
    if (!moved || round === mostRounds) return { posterior, shares, confusion }
  }
}

/** How far a reader's rating is right: over the classes as they occur. */
export function readerAccuracy({ shares, confusion }: Consensus, reader: number): number {
  const right = (k: number) => confusion[reader]?.[k * shares.length + k] as number
  return shares.reduce((sum, share, k) => sum + share * right(k), 0)
}

/** The likeliest class of the items of a pattern and its probability. */
export function consensusGrade({ posterior }: Consensus, pattern: number): { grade: number; quality: number } {
  const row = posterior[pattern] ?? new Float64Array()
  const grade = argMax(row)
  return { grade, quality: row[grade] as number }
}

function sharesOfReaders(row: Int32Array, classes: number): Float64Array {
  const rated = row.filter((rating) => rating >= 0)
  const shares = new Float64Array(classes).fill(rated.length === 0 ? 1 / classes : 0)
  for (const rating of rated) shares[rating] = (shares[rating] as number) + 1 / rated.length
  return shares
}

function classShares(posterior: readonly Float64Array[], { classes, ratings, times }: RatingPatterns): Float64Array {
  const sums = new Float64Array(classes)
  let items = 0
  for (const [place, row] of posterior.entries()) {
    if (ratings[place] === 0) continue
    items += times[place] as number
    for (const [k, p] of row.entries()) sums[k] = (sums[k] as number) + (times[place] as number) * p
  }
  return sums.map((sum) => (items === 0 ? 1 / classes : sum / items))
}

function readerConfusion(
  posterior: readonly Float64Array[],
  { classes, rows, times }: RatingPatterns,
  reader: number,
): Float64Array {
  const counts = new Float64Array(classes * classes).fill(0.5 / (classes - 1))
  for (let k = 0; k < classes; k++) counts[k * classes + k] = 0.5
  for (const [place, row] of rows.entries()) {
    const rating = row[reader] as number
    if (rating < 0) continue
    for (const [truth, p] of (posterior[place] as Float64Array).entries())
      counts[truth * classes + rating] = (counts[truth * classes + rating] as number) + (times[place] as number) * p
  }
  for (let truth = 0; truth < classes; truth++) {
    const line = counts.subarray(truth * classes, (truth + 1) * classes)
    const total = line.reduce((sum, count) => sum + count, 0)
    line.set(line.map((count) => count / total))
  }
  return counts
}

/** Of one item, from the logarithms of readers' confusions: the product over many readers would underflow. */
function itemPosterior(row: Int32Array, shares: Float64Array, logarithms: readonly Float64Array[]): Float64Array {
  const classes = shares.length
  const likelihood = shares.map(Math.log)
  for (const [reader, rating] of row.entries()) {
    if (rating < 0) continue
    const lines = logarithms[reader] as Float64Array
    for (let truth = 0; truth < classes; truth++)
      likelihood[truth] = (likelihood[truth] as number) + (lines[truth * classes + rating] as number)
  }
  const largest = Math.max(...likelihood)
  const powers = likelihood.map((value) => Math.exp(value - largest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}
