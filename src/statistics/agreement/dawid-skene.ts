import { argMax } from '#shared/grades.ts'
import type { Ratings } from './rating-patterns.ts'

/** Largest number of rounds; a few dozen are common. */
const mostRounds = 500
/** Change of a probability below which the estimate stands. */
const settled = 1e-10

/** The true class of each item and the way of each reader, as far as readers' ratings alone tell them. */
export interface Consensus {
  /** One row an item: probability of each class; the classes' shares where nobody rated it. */
  readonly posterior: readonly (readonly number[])[]
  /** Probability of each class before any rating. */
  readonly shares: readonly number[]
  /** Of each reader, rows the true class, columns the class given: probabilities. */
  readonly confusion: readonly (readonly (readonly number[])[])[]
}

/** Dawid and Skene's estimate (1979) by expectation and maximisation, from the share of readers for each class on. Every
 *  reader has, of each class, one more rating than was given, right half of the time: without it a reader with few
 *  ratings would be believed beyond doubt. */
export function dawidSkene(ratings: Ratings, classes: number): Consensus {
  const readers = ratings[0]?.length ?? 0
  let posterior = ratings.map((row) => {
    const given = row.filter((rating) => rating !== null)
    const spread = given.length === 0 ? 1 / classes : 0
    return Array.from({ length: classes }, (_, k) =>
      given.length === 0 ? spread : given.filter((rating) => rating === k).length / given.length,
    )
  })
  for (let round = 0; ; round++) {
    const shares = classShares(posterior, ratings, classes)
    const confusion = Array.from({ length: readers }, (_, reader) =>
      readerConfusion(posterior, ratings, reader, classes),
    )
    const logarithms = confusion.map((reader) => reader.map((line) => line.map(Math.log)))
    const next = ratings.map((row) => itemPosterior(row, shares, logarithms))
    const moved = next.some((row, item) => row.some((p, k) => Math.abs(p - (posterior[item]?.[k] as number)) > settled))
    posterior = next
    if (!moved || round === mostRounds) return { posterior, shares, confusion }
  }
}

/** How far a reader's rating is right: over the classes as they occur. */
export function readerAccuracy({ shares, confusion }: Consensus, reader: number): number {
  return shares.reduce((sum, share, k) => sum + share * (confusion[reader]?.[k]?.[k] as number), 0)
}

/** The likeliest class of an item and its probability. */
export function consensusGrade({ posterior }: Consensus, item: number): { grade: number; quality: number } {
  const row = posterior[item] ?? []
  const grade = argMax(row)
  return { grade, quality: row[grade] as number }
}

function classShares(posterior: readonly (readonly number[])[], ratings: Ratings, classes: number): number[] {
  const rated = posterior.filter((_, item) => ratings[item]?.some((rating) => rating !== null))
  return Array.from({ length: classes }, (_, k) =>
    rated.length === 0 ? 1 / classes : rated.reduce((sum, row) => sum + (row[k] as number), 0) / rated.length,
  )
}

function readerConfusion(
  posterior: readonly (readonly number[])[],
  ratings: Ratings,
  reader: number,
  classes: number,
): number[][] {
  const counts = Array.from({ length: classes }, (_, truth) =>
    Array.from({ length: classes }, (_, given) => (given === truth ? 0.5 : 0.5 / (classes - 1))),
  )
  for (const [item, row] of ratings.entries()) {
    const given = row[reader] ?? null
    if (given === null) continue
    for (const [truth, line] of counts.entries())
      line[given] = (line[given] as number) + (posterior[item]?.[truth] as number)
  }
  return counts.map((line) => {
    const total = line.reduce((sum, count) => sum + count, 0)
    return line.map((count) => count / total)
  })
}

/** Of one item, from the logarithms of readers' confusions: the product over many readers would underflow. */
function itemPosterior(
  row: readonly (number | null)[],
  shares: readonly number[],
  logarithms: Consensus['confusion'],
): number[] {
  const likelihood = shares.map((share, truth) =>
    row.reduce<number>((sum, given, reader) => {
      return given === null ? sum : sum + (logarithms[reader]?.[truth]?.[given] as number)
    }, Math.log(share)),
  )
  const largest = Math.max(...likelihood)
  const powers = likelihood.map((value) => Math.exp(value - largest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}
