import { type FlatRatings, ratingCounts } from './ratings.ts'

/** Items that all readers rated alike, as one: thousands of items have few such patterns, which is what makes a bootstrap
 *  over items cheap. */
export interface RatingPatterns {
  readonly classes: number
  readonly readers: number
  /** One row a pattern, in the order of their first appearance: what each reader gave, -1 for nothing. */
  readonly rows: readonly Int32Array[]
  /** One row a pattern: how many readers gave each class. */
  readonly counts: readonly Int32Array[]
  /** Number of ratings in each pattern. */
  readonly ratings: readonly number[]
  /** The pattern of each item. */
  readonly patternOf: Int32Array
  /** How many items have each pattern. */
  readonly times: Int32Array
}

/** A figure of items of known patterns, given how many items have each. */
export type Coefficient = (times: ArrayLike<number>) => number

/** The patterns of all items. */
export function findPatterns(ratings: FlatRatings): RatingPatterns {
  const { items, readers, classes, given } = ratings
  const all = ratingCounts(ratings)
  const places = new Map<string, number>()
  const [rows, counts]: [Int32Array[], Int32Array[]] = [[], []]
  const patternOf = new Int32Array(items)
  for (let item = 0; item < items; item++) {
    const row = given.subarray(item * readers, (item + 1) * readers)
    const name = row.join()
    let place = places.get(name)
    if (place === undefined) {
      place = rows.push(row) - 1
      counts.push(all.subarray(item * classes, (item + 1) * classes))
      places.set(name, place)
    }
    patternOf[item] = place
  }
  const times = new Int32Array(rows.length)
  for (const place of patternOf) times[place] = (times[place] as number) + 1
  const ratingsOf = (row: Int32Array) => row.reduce((sum, count) => sum + count, 0)
  return { classes, readers, rows, counts, ratings: counts.map(ratingsOf), patternOf, times }
}
