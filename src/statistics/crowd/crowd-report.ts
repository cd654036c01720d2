import type { Ratings } from '../agreement/ratings.ts'
import { orNull } from '../evaluation.ts'
import type { UnevenRows } from '../label-issues/probability-rows.ts'
import { activeLab } from './activelab.ts'
import { crowdOf } from './crowd.ts'
import { type CrowdOptions, crowdlab } from './crowdlab.ts'

/** What readers and a model together say, for JSON: null where nobody rated, and where a figure is undefined. */
export interface CrowdReport {
  readonly crowdlab: {
    readonly consensus: readonly {
      readonly item: number
      readonly grade: number | null
      readonly quality: number | null
      /** Share of the item's readers who gave the consensus. */
      readonly agreement: number | null
    }[]
    /** One row an item: probability of each reader's rating. */
    readonly labelQuality: readonly (readonly (number | null)[])[]
    readonly raterQuality: readonly (number | null)[]
    /** How far each reader and the model are believed; null where nothing tells. */
    readonly raterWeights: readonly (number | null)[] | null
    readonly modelWeight: number | null
  }
  readonly activeLab: {
    /** One an item: the less, the more another rating is worth. */
    readonly scores: readonly number[]
    /** Items, the one most worth another rating first. */
    readonly order: readonly number[]
    readonly temperature: number
  }
  /** Rows of the model that did not sum to 1 and were divided by their sum. */
  readonly normalisedRows: number
}

/** CROWDLAB and ActiveLab of ratings beside a model's rows of probabilities. Throws as `crowdOf`. */
export function crowdReport(
  rows: Ratings,
  probabilities: readonly ArrayLike<number>[],
  options: CrowdOptions & { readonly unevenRows?: UnevenRows } = {},
): CrowdReport {
  const crowd = crowdOf(rows, probabilities, options.unevenRows)
  const found = crowdlab(crowd, options)
  const { scores, order, temperature } = activeLab(crowd)
  const { readers } = crowd
  return {
    crowdlab: {
      consensus: Array.from(found.labels, (grade, item) => ({
        item,
        grade: grade < 0 ? null : grade,
        quality: orNull(found.quality[item] as number),
        agreement: orNull(found.agreement[item] as number),
      })),
      labelQuality: rows.map((_, item) =>
        Array.from(found.labelQuality.subarray(item * readers, (item + 1) * readers), orNull),
      ),
      raterQuality: found.readerQuality.map(orNull),
      raterWeights: found.weights?.readers.map(orNull) ?? null,
      modelWeight: found.weights?.model ?? null,
    },
    activeLab: { scores: Array.from(scores), order, temperature },
    normalisedRows: crowd.normalisedRows,
  }
}
