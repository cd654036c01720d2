import { expect, it } from 'vitest'
import { seededUniform } from '../random.ts'
import { agreementReport } from './agreement.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import { findPatterns } from './rating-patterns.ts'

it('is null where nothing can be said', () => {
  const none = { fleiss: null, krippendorffNominal: null, krippendorffOrdinal: null, gwetAc1: null }
  expect(agreementReport([], 5, 1)).toMatchObject({ ...none, consensus: [], raterQuality: [] })
  expect(agreementReport([[1, null]], 5, 1)).toMatchObject({ ...none, gwetAc2Quadratic: null })
})

it('has Gwet’s coefficients where all is of one grade, and none that depend on variety', () => {
  const report = agreementReport(
    [
      [2, 2, 2],
      [2, 2, null],
      [2, 2, 2],
    ],
    5,
    1,
  )
  expect(report).toMatchObject({ fleiss: null, krippendorffNominal: null, gwetAc1: 1, gwetAc2Quadratic: 1 })
})

it('has an alpha of nothing for ratings without agreement, and knows the order of grades', () => {
  const uniform = seededUniform(4)
  const random = Array.from({ length: 4000 }, () => [0, 0, 0].map(() => Math.floor(uniform() * 5)))
  const { patterns } = findPatterns(random, 5)
  expect(Math.abs(krippendorffAlpha(patterns, 'nominal'))).toBeLessThan(0.03)
  const near = Array.from({ length: 200 }, (_, item) => [item % 5, Math.min(4, (item % 5) + 1)])
  const report = agreementReport(near, 5, 1)
  expect(report.krippendorffOrdinal ?? 0).toBeGreaterThan((report.krippendorffNominal ?? 1) + 0.5)
  expect(report.gwetAc2Quadratic ?? 0).toBeGreaterThan((report.gwetAc1 ?? 1) + 0.5)
})
