import { AppError } from '#shared/errors.ts'
import { type FlatRatings, flatRatings, type Ratings, ratingCounts } from '../agreement/ratings.ts'
import { requireSameLength } from '../confusion.ts'
import { type ProbabilityRows, probabilityRows, type UnevenRows } from '../label-issues/probability-rows.ts'

/** Items that several readers rated, each some of them, and what a model that saw none of these ratings gives every class. */
export interface Crowd extends FlatRatings {
  /** items × classes, each row summing to 1. */
  readonly probabilities: Float64Array
  /** How many readers gave each class: items × classes. */
  readonly counts: Int32Array
  /** How many readers rated each item. */
  readonly times: Int32Array
}

/** Checks and flattens ratings and rows of probabilities, of which the classes are the columns. Throws
 *  `AppError('length_mismatch')` for rows of different lengths, and `AppError('usage')` for fewer than two classes, for a
 *  rating that is no class and for rows that are no probabilities. */
export function crowdOf(
  rows: Ratings,
  rowsOfModel: readonly ArrayLike<number>[],
  unevenRows?: UnevenRows,
): Crowd & Pick<ProbabilityRows, 'normalisedRows'> {
  requireSameLength(rows, rowsOfModel, 'The ratings and the probabilities')
  const { classes, probabilities, normalisedRows } = probabilityRows(rowsOfModel, unevenRows)
  if (rows.length > 0 && classes < 2) throw new AppError('usage', 'The probabilities name fewer than two classes.')
  const ratings = flatRatings(rows, classes)
  const counts = ratingCounts(ratings)
  const times = Int32Array.from(rows, (_, item) => {
    let sum = 0
    for (let k = 0; k < classes; k++) sum += counts[item * classes + k] as number
    return sum
  })
  return { ...ratings, probabilities, counts, times, normalisedRows }
}
