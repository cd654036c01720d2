import { AppError } from '#shared/errors.ts'

/** What readers gave: one row an item, one column a reader, null where that reader gave none. Classes 0 … classes-1. */
export type Ratings = readonly (readonly (number | null)[])[]

/** The same as one block. */
export interface FlatRatings {
  readonly items: number
  readonly readers: number
  readonly classes: number
  /** items × readers; -1 where that reader gave none. */
  readonly given: Int32Array
}

/** Checks and flattens ratings. Throws `AppError('usage')` for a rating that is no class, and
 *  `AppError('length_mismatch')` for rows of different lengths. */
export function flatRatings(ratings: Ratings, classes: number): FlatRatings {
  const items = ratings.length
  const readers = ratings[0]?.length ?? 0
  const given = new Int32Array(items * readers)
  for (const [item, row] of ratings.entries()) {
    if (row.length !== readers)
      throw new AppError('length_mismatch', `Item ${item} has ${row.length} ratings, the first ${readers}.`)
    for (const [reader, rating] of row.entries()) {
      if (rating !== null && !(Number.isInteger(rating) && rating >= 0 && rating < classes))
        throw new AppError('usage', `Rating ${rating} of item ${item} is not among 0 to ${classes - 1}.`)
      given[item * readers + reader] = rating ?? -1
    }
  }
  return { items, readers, classes, given }
}

/** How many readers gave each class: items × classes. */
export function ratingCounts({ items, readers, classes, given }: FlatRatings): Int32Array {
  const counts = new Int32Array(items * classes)
  for (let item = 0; item < items; item++) {
    for (let reader = 0; reader < readers; reader++) {
      const rating = given[item * readers + reader] as number
      if (rating >= 0) counts[item * classes + rating] = (counts[item * classes + rating] as number) + 1
    }
  }
  return counts
}

/** Which readers gave any rating, ascending. */
export function readersWithRatings({ items, readers, given }: FlatRatings): number[] {
  const found = new Set<number>()
  for (let place = 0; place < items * readers && found.size < readers; place++)
    if ((given[place] as number) >= 0) found.add(place % readers)
  return [...found].sort((a, b) => a - b)
}
