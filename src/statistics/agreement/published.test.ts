import { describe, expect, it } from 'vitest'
import { agreementReport } from './agreement.ts'

/** One string a reader, one character an item, a point where that reader gave nothing. */
function ratingsOf(readers: readonly string[], first: number) {
  return Array.from(readers[0] ?? '', (_, item) =>
    readers.map((given) => (given[item] === '.' ? null : Number(given[item]) - first)),
  )
}

describe('coefficients of agreement on published ratings', () => {
  it('twelve units by four observers (Gwet 2015; Krippendorff 2011)', () => {
    const ratings = ratingsOf(['123321412...', '1233224125.3', '.3332342251.', '12332441251.'], 1)
    const report = agreementReport(ratings, 5, 1)
    expect(report.percentAgreement).toBeCloseTo(0.8182, 4)
    expect(report.krippendorffNominal).toBeCloseTo(0.7434, 4)
    expect(report.krippendorffOrdinal).toBeCloseTo(0.815, 3)
    expect(report.gwetAc1).toBeCloseTo(0.7754, 4)
    expect(report.gwetAc2Quadratic).toBeCloseTo(0.914, 5)
    expect(report.fleiss).toBeCloseTo(0.7612, 4)
  })

  it('forty articles by five observers (Hayes and Krippendorff 2007, table 1)', () => {
    const ratings = ratingsOf(
      [
        '112.001122.01311211000201001111223222221',
        '1130000.21102311121000302102111122222221',
        '203000222100221123001.30.1012202.2232.21',
        '.13....0.10022...31.103021122..122...12.',
        '2..0001.2....3112..0.0..2.0..20.2.2222.1',
      ],
      0,
    )
    const report = agreementReport(ratings, 4, 1)
    expect(report.percentAgreement).toBeCloseTo(0.625, 4)
    expect(report.krippendorffNominal).toBeCloseTo(0.4765, 4)
    expect(report.krippendorffOrdinal).toBeCloseTo(0.7598, 4)
    expect(report.gwetAc1).toBeCloseTo(0.5093, 4)
    const [low, high] = report.intervals.krippendorffOrdinal
    expect(low).toBeLessThan(0.7598)
    expect(high).toBeGreaterThan(0.7598)
    expect((high ?? 2) - (low ?? 0)).toBeLessThan(0.25)
  })

  it('one hundred pregnancies by two abstractors (Gwet 2014)', () => {
    const table = [
      [13, 0, 0],
      [0, 20, 7],
      [0, 4, 56],
    ]
    const ratings = table.flatMap((row, a) => row.flatMap((count, b) => Array.from({ length: count }, () => [a, b])))
    const report = agreementReport(ratings, 3, 1)
    const [pair] = report.pairs
    expect(pair?.kappa.none).toBeCloseTo(0.7964094, 7)
    expect(pair?.kappa.quadratic).toBeCloseTo(0.8921569, 7)
    expect(report.gwetAc2Quadratic).toBeCloseTo(0.9402369, 7)
    // Gwet's own interval, from a variance for large samples, is 0.822 to 0.962.
    const [low, high] = pair?.intervals.quadratic ?? []
    expect(Math.abs((low ?? 0) - 0.822)).toBeLessThan(0.04)
    expect(Math.abs((high ?? 0) - 0.962)).toBeLessThan(0.02)
  })
})
