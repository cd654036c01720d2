import { type FlatRatings, ratingCounts } from './ratings.ts'

/** The class most readers gave each item; of equal ones that which is commoner over all items, then the lower one. Null
 *  where nobody rated. */
export function majorityVote(ratings: FlatRatings): (number | null)[] {
  const { items, classes } = ratings
  const counts = ratingCounts(ratings)
  const overall = new Array<number>(classes).fill(0)
  for (const [place, count] of counts.entries()) overall[place % classes] = (overall[place % classes] as number) + count
  return Array.from({ length: items }, (_, item) => {
    let best: number | null = null
    for (let k = 0; k < classes; k++) {
      const count = counts[item * classes + k] as number
      if (count === 0) continue
      const most = best === null ? 0 : (counts[item * classes + best] as number)
      const commonest = best === null ? 0 : (overall[best] as number)
      if (count > most || (count === most && (overall[k] as number) > commonest)) best = k
    }
    return best
  })
}
