import { percentileInterval, resampledTimes } from '../bootstrap.ts'
import { orNull } from '../evaluation.ts'
import { type KappaWeights, kappaWeights } from '../kappa.ts'
import { fleissKappa, gwetCoefficient, observedAgreement } from './chance-corrected.ts'
import { consensusGrade, dawidSkene, readerAccuracy } from './dawid-skene.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import { majorityVote } from './majority.ts'
import { type Coefficient, findPatterns, type RatingPatterns } from './rating-patterns.ts'
import { flatRatings, type Ratings, readersWithRatings } from './ratings.ts'
import { readerPairs } from './reader-pairs.ts'

/** Coefficients of agreement of any number of readers, by the names of the command line's contract. */
const coefficients = {
  percentAgreement: (patterns) => observedAgreement(patterns, 'none'),
  fleiss: (patterns) => fleissKappa(patterns),
  krippendorffNominal: (patterns) => krippendorffAlpha(patterns, 'nominal'),
  krippendorffOrdinal: (patterns) => krippendorffAlpha(patterns, 'ordinal'),
  gwetAc1: (patterns) => gwetCoefficient(patterns),
  gwetAc2Quadratic: (patterns) => gwetCoefficient(patterns, 'quadratic'),
} as const satisfies Record<string, (patterns: RatingPatterns) => Coefficient>

type CoefficientName = keyof typeof coefficients
const coefficientNames = Object.keys(coefficients) as CoefficientName[]

/** 95 % bootstrap interval over items. */
type Interval = readonly [number | null, number | null]

export type AgreementReport = Readonly<Record<CoefficientName, number | null>> & {
  readonly intervals: Readonly<Record<CoefficientName, Interval>>
  /** Cohen's kappa of every two readers, of the items that both rated. */
  readonly pairs: readonly {
    readonly raters: readonly [number, number]
    readonly items: number
    readonly kappa: Readonly<Record<KappaWeights, number | null>>
    readonly intervals: Readonly<Record<KappaWeights, Interval>>
  }[]
  /** By Dawid and Skene: the likeliest class and its probability, null where nobody rated; and what most readers gave. */
  readonly consensus: readonly {
    readonly item: number
    readonly grade: number | null
    readonly quality: number | null
    readonly majority: number | null
  }[]
  /** Estimated share of each reader's ratings that are right; null of a reader without any. */
  readonly raterQuality: readonly (number | null)[]
}

/** How far readers agree, what they agree on, and how good each of them is. `classes` at least 2. Throws
 *  `AppError('usage')` for a rating that is no class, `AppError('length_mismatch')` for rows of different lengths. */
export function agreementReport(rows: Ratings, classes: number, seed: number): AgreementReport {
  const ratings = flatRatings(rows, classes)
  const patterns = findPatterns(ratings)
  const pairs = readerPairs(patterns)
  const named = coefficientNames.map((name) => coefficients[name](patterns))
  const figures = (times: ArrayLike<number>) => [
    ...named.map((coefficient) => coefficient(times)),
    ...pairs.flatMap(({ kappas }) => kappas(times)),
  ]
  const values = figures(patterns.times).map(orNull)
  const resampled = Array.from(resampledTimes(patterns.patternOf, patterns.rows.length, { seed }), figures)
  const several = patterns.ratings.reduce(
    (sum, n, pattern) => sum + (n > 1 ? (patterns.times[pattern] as number) : 0),
    0,
  )
  const itemsOf = [...named.map(() => several), ...pairs.flatMap(({ items }) => kappaWeights.map(() => items))]
  const intervals = itemsOf.map((items, place) => intervalOf(items, resampled, place))
  const ofPair = <T>(list: readonly T[], pair: number) =>
    byName(kappaWeights, list.slice(named.length + pair * kappaWeights.length))
  const found = dawidSkene(patterns)
  const rated = new Set(readersWithRatings(ratings))
  return {
    ...byName(coefficientNames, values),
    intervals: byName(coefficientNames, intervals),
    pairs: pairs.map(({ readers, items }, pair) => ({
      raters: readers,
      items,
      kappa: ofPair(values, pair),
      intervals: ofPair(intervals, pair),
    })),
    consensus: majorityVote(ratings).map((majority, item) =>
      majority === null
        ? { item, grade: null, quality: null, majority }
        : { item, ...consensusGrade(found, patterns.patternOf[item] as number), majority },
    ),
    raterQuality: Array.from({ length: ratings.readers }, (_, reader) =>
      rated.has(reader) ? readerAccuracy(found, reader) : null,
    ),
  }
}

/** The first of `values` by their names. */
function byName<N extends string, T>(names: readonly N[], values: readonly T[]): Record<N, T> {
  return Object.fromEntries(names.map((name, place) => [name, values[place]])) as Record<N, T>
}

/** Of one of the figures over the resamples; undefined where a single item has the ratings that it compares, as that says
 *  nothing of how much others would differ. */
function intervalOf(items: number, resampled: readonly (readonly number[])[], place: number): Interval {
  if (items < 2) return [null, null]
  const [low, high] = percentileInterval(resampled.map((figures) => figures[place] as number))
  return [orNull(low), orNull(high)]
}
