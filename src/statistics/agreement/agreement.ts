import { percentileInterval, resamples } from '../bootstrap.ts'
import { orNull } from '../evaluation.ts'
import { fleissKappa, gwetCoefficient, observedAgreement } from './chance-corrected.ts'
import { consensusGrade, dawidSkene, readerAccuracy } from './dawid-skene.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import { majorityVote } from './majority.ts'
import { findPatterns, type RatingPatterns, type Ratings, withTimes } from './rating-patterns.ts'

/** Coefficients of agreement of any number of readers, by the names of the command line's contract. */
const coefficients = {
  percentAgreement: (patterns) => observedAgreement(patterns, 'none'),
  fleiss: (patterns) => fleissKappa(patterns),
  krippendorffNominal: (patterns) => krippendorffAlpha(patterns, 'nominal'),
  krippendorffOrdinal: (patterns) => krippendorffAlpha(patterns, 'ordinal'),
  gwetAc1: (patterns) => gwetCoefficient(patterns),
  gwetAc2Quadratic: (patterns) => gwetCoefficient(patterns, 'quadratic'),
} as const satisfies Record<string, (patterns: RatingPatterns) => number>

type Coefficient = keyof typeof coefficients

export type AgreementReport = Readonly<Record<Coefficient, number | null>> & {
  /** 95 % bootstrap intervals over items. */
  readonly intervals: Readonly<Record<Coefficient, readonly [number | null, number | null]>>
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
export function agreementReport(ratings: Ratings, classes: number, seed: number): AgreementReport {
  const { patterns, patternOf } = findPatterns(ratings, classes)
  const over = <T>(value: (coefficient: (patterns: RatingPatterns) => number) => T) =>
    Object.fromEntries(Object.entries(coefficients).map(([name, of]) => [name, value(of)])) as Record<Coefficient, T>
  const resampled = Array.from(resamples(ratings.length, { seed }), (items) => {
    return withTimes(patterns, items, patternOf)
  })
  const found = dawidSkene(ratings, classes)
  const majority = majorityVote(ratings, classes)
  return {
    ...over((coefficient) => orNull(coefficient(patterns))),
    intervals: over((coefficient) => {
      const [low, high] = percentileInterval(resampled.map(coefficient))
      return [orNull(low), orNull(high)] as const
    }),
    consensus: ratings.map((_, item) => {
      const most = majority[item] ?? null
      return most === null
        ? { item, grade: null, quality: null, majority: null }
        : { item, ...consensusGrade(found, item), majority: most }
    }),
    raterQuality: (ratings[0] ?? []).map((_, reader) =>
      ratings.some((row) => row[reader] !== null) ? readerAccuracy(found, reader) : null,
    ),
  }
}
