import type { Ratings } from './rating-patterns.ts'

/** The class most readers gave each item; of equal ones that which is commoner over all items, then the lower one. Null
 *  where nobody rated. */
export function majorityVote(ratings: Ratings, classes: number): (number | null)[] {
  const overall = tallyOf(ratings.flat(), classes)
  return ratings.map((row) => {
    const tally = tallyOf(row, classes)
    let best: number | null = null
    for (const [k, count] of tally.entries()) {
      if (count === 0) continue
      const [most, commonest] = best === null ? [0, 0] : [tally[best] as number, overall[best] as number]
      if (count > most || (count === most && (overall[k] as number) > commonest)) best = k
    }
    return best
  })
}

function tallyOf(ratings: readonly (number | null)[], classes: number): number[] {
  const tally = new Array<number>(classes).fill(0)
  for (const rating of ratings) if (rating !== null) tally[rating] = (tally[rating] as number) + 1
  return tally
}
