import { AppError } from '#shared/errors.ts'

/** What readers gave: one row an item, one column a reader, null where that reader gave none. Classes 0 … classes-1. */
export type Ratings = readonly (readonly (number | null)[])[]

/** Items in the form that coefficients of agreement need: how many readers gave each class, and how many items were so
 *  rated. Thousands of items have few patterns, which is what makes a bootstrap over items cheap. */
export interface RatingPatterns {
  readonly classes: number
  /** One row a pattern: how many readers gave each class. */
  readonly counts: readonly (readonly number[])[]
  /** How many items have the pattern. */
  readonly times: readonly number[]
}

/** The patterns of all items, and the pattern of each. Throws `AppError('usage')` for a rating that is no class, and
 *  `AppError('length_mismatch')` for rows of different lengths. */
export function findPatterns(ratings: Ratings, classes: number): { patterns: RatingPatterns; patternOf: Int32Array } {
  const places = new Map<string, number>()
  const counts: number[][] = []
  const patternOf = Int32Array.from(ratings, (row, item) => {
    if (row.length !== ratings[0]?.length)
      throw new AppError('length_mismatch', `Item ${item} has ${row.length} ratings, the first ${ratings[0]?.length}.`)
    const tally = new Array<number>(classes).fill(0)
    for (const rating of row) {
      if (rating === null) continue
      if (tally[rating] === undefined)
        throw new AppError('usage', `Rating ${rating} of item ${item} is not among 0 to ${classes - 1}.`)
      tally[rating] += 1
    }
    const name = tally.join()
    const place = places.get(name) ?? counts.push(tally) - 1
    places.set(name, place)
    return place
  })
  const items = ratings.map((_, item) => item)
  return { patterns: withTimes({ classes, counts, times: [] }, items, patternOf), patternOf }
}

/** The same patterns as often as they occur among `items`, drawn with replacement. */
export function withTimes(
  { classes, counts }: RatingPatterns,
  items: readonly number[],
  patternOf: Int32Array,
): RatingPatterns {
  const times = new Array<number>(counts.length).fill(0)
  for (const item of items) {
    const place = patternOf[item] as number
    times[place] = (times[place] as number) + 1
  }
  return { classes, counts, times }
}

/** Number of readers behind a pattern. */
export function readersOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
