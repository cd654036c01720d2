import { rowArgMax } from '#numerics/arg-max.ts'
import { pairwiseSum } from '../label-issues/pairwise-sum.ts'
import type { Crowd } from './crowd.ts'

/** The class that most readers gave each item; -1 where nobody rated it. Of equal ones that which the model finds likelier,
 *  then the rarer over all ratings, then that of the readers who more often give what most give, then the lowest (cleanlab
 *  draws lots there). */
export function majorityLabels(crowd: Crowd): Int32Array {
  const { items, classes, counts, times, probabilities } = crowd
  const overall = classTotals(crowd)
  const labels = new Int32Array(items).fill(-1)
  const tied = new Map<number, readonly number[]>()
  for (let item = 0; item < items; item++) {
    if (times[item] === 0) continue
    const most = rowArgMax(counts, item, classes)
    const row = counts.subarray(item * classes, (item + 1) * classes)
    if (row.lastIndexOf(row[most] as number) === most) labels[item] = most
    else
      tied.set(
        item,
        Array.from(row.keys()).filter((k) => row[k] === row[most]),
      )
  }
  const untied = labels.slice()
  let agreement: number[] | null = null
  for (const [item, most] of tied) {
    let left = largestOf(most, (k) => probabilities[item * classes + k] as number)
    left = largestOf(left, (k) => -(overall[k] as number))
    if (left.length > 1) {
      agreement ??= agreementWithMajority(crowd, untied)
      const of = agreement
      left = largestOf(left, (k) => mean(readersGiving(crowd, item, k).map((reader) => of[reader] as number)))
    }
    labels[item] = left[0] as number
  }
  return labels
}

/** Those of `classes` that have the largest value; all of them where it is undefined. */
function largestOf(classes: readonly number[], value: (k: number) => number): readonly number[] {
  if (classes.length === 1) return classes
  const values = classes.map(value)
  const largest = Math.max(...values)
  return Number.isNaN(largest) ? classes : classes.filter((_, place) => values[place] === largest)
}

/** How often each reader gives what most give, of the items on which the vote is not tied; of a reader without any, the mean
 *  of the others. */
function agreementWithMajority({ items, readers, given }: Crowd, untied: Int32Array): number[] {
  const shares = Array.from({ length: readers }, (_, reader) => {
    let [same, rated] = [0, 0]
    for (let item = 0; item < items; item++) {
      const rating = given[item * readers + reader] as number
      if (rating < 0 || (untied[item] as number) < 0) continue
      rated++
      if (rating === untied[item]) same++
    }
    return same / rated
  })
  const known = mean(shares.filter((share) => !Number.isNaN(share)))
  return shares.map((share) => (Number.isNaN(share) ? known : share))
}

function readersGiving({ readers, given }: Crowd, item: number, k: number): number[] {
  const found: number[] = []
  for (let reader = 0; reader < readers; reader++) if (given[item * readers + reader] === k) found.push(reader)
  return found
}

function classTotals({ counts, classes }: Crowd): number[] {
  const totals = new Array<number>(classes).fill(0)
  for (const [place, count] of counts.entries()) totals[place % classes] = (totals[place % classes] as number) + count
  return totals
}

/** In the order of NumPy's sum, whose last bit tells ties. */
function mean(values: readonly number[]): number {
  return pairwiseSum(values) / values.length
}
