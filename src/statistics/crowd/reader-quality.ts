import { readersWithRatings } from '../agreement/ratings.ts'
import type { Crowd } from './crowd.ts'
import type { Weights } from './weights.ts'

/** How good each reader is: the mean quality of the reader's ratings, and the share of the items with other readers on which
 *  the reader gave the consensus, by how far the model is believed beside the readers; that share alone for `agreement`, and
 *  the mean quality alone for null, where no item has two ratings. NaN where undefined. */
export function readerQuality(
  crowd: Crowd,
  labels: Int32Array,
  labelQuality: Float64Array,
  weights: Weights | null | 'agreement',
): number[] {
  const modelShare = weights === null ? 1 : weights === 'agreement' ? 0 : shareOfModel(crowd, weights)
  return Array.from({ length: crowd.readers }, (_, reader) => {
    const { quality, agreement } = ratingsOf(crowd, labels, labelQuality, reader)
    if (modelShare === 1) return quality
    return modelShare === 0 ? agreement : modelShare * quality + (1 - modelShare) * agreement
  })
}

function shareOfModel(crowd: Crowd, { model, readers }: Weights): number {
  const present = readersWithRatings(crowd)
  const weight = present.reduce((sum, reader) => sum + (readers[reader] as number), 0)
  let [ratings, rated] = [0, 0]
  for (const raters of crowd.times) {
    ratings += raters
    if (raters > 0) rated++
  }
  return model / (model + (weight * (ratings / rated)) / present.length)
}

function ratingsOf(
  { items, readers, given, times }: Crowd,
  labels: Int32Array,
  labelQuality: Float64Array,
  reader: number,
) {
  let [quality, ratings, agreeing, shared] = [0, 0, 0, 0]
  for (let item = 0; item < items; item++) {
    const rating = given[item * readers + reader] as number
    if (rating < 0) continue
    quality += labelQuality[item * readers + reader] as number
    ratings++
    if ((times[item] as number) < 2) continue
    if (rating === labels[item]) agreeing++
    shared++
  }
  return { quality: quality / ratings, agreement: agreeing / shared }
}
