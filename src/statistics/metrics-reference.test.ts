import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { reliability } from './calibration.ts'
import { evaluationCurves } from './curves.ts'
import { evaluate } from './evaluation.ts'
import { linearKappa, plainKappa, quadraticKappa } from './kappa.ts'
import { largestKappaCuts } from './kappa-cuts.ts'
import { fitTemperature, logitsOf } from './temperature.ts'
import { drawCase } from './testing/drawn-cases.ts'
import { expectFigures } from './testing/expect-figures.ts'
import { gradeCases } from './threshold-counts.ts'

const figure = z.number().nullable()
const points = z.array(z.array(figure))
const { cases } = z
  .object({
    cases: z.array(
      z.object({
        seed: z.int(),
        confusion: z.array(z.array(z.int())),
        kappa: z.object({ none: figure, linear: figure, quadratic: figure }),
        qwk: figure,
        linearKappa: figure,
        accuracy: figure,
        /** Precision, sensitivity, specificity, F1, AUC, average precision. */
        perClass: points,
        /** Sensitivity, specificity, AUC, average precision. */
        referable: z.array(figure),
        averageAuc: figure,
        meanAveragePrecision: figure,
        expectedCalibrationError: figure,
        reliability: points,
        temperature: figure,
        interval: z.array(figure),
        /** Threshold, false and true positive rate, precision; of grade `seed % (classes + 1)`, the last being referable. */
        curve: z.array(z.tuple([z.number(), figure, figure, z.number()])),
        /** Of regressions whose outputs are the mean predicted grade, and the other reader's grade plus a probability. */
        largestKappas: z.array(figure),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../tests/fixtures/statistics/metrics.json', import.meta.url), 'utf8')))

const drawn = cases.map((expected) => ({ expected, seed: expected.seed, ...drawCase(expected.seed) }))

it('kappa of two readers is scikit-learn’s, whatever the weights', () => {
  for (const { seed, expected, truth, other, classes } of drawn) {
    const kappas = [plainKappa, linearKappa, quadraticKappa].map((kappa) => kappa(truth, other, classes))
    expectFigures(kappas, Object.values(expected.kappa), `kappas of case ${seed}`)
  }
})

it('every figure of an evaluation is scikit-learn’s, and null where there is none', () => {
  for (const { seed, expected, truth, probabilities, classes } of drawn) {
    const report = evaluate(truth, probabilities, { seed: 1, classes, replicates: 0 })
    expect(report.confusion).toEqual(expected.confusion)
    for (const name of [
      'qwk',
      'linearKappa',
      'accuracy',
      'averageAuc',
      'meanAveragePrecision',
      'expectedCalibrationError',
    ] as const)
      expectFigures([report[name]], [expected[name]], `${name} of case ${seed}`)
    for (const [grade, { grade: _, ...figures }] of report.perClass.entries()) {
      expectFigures(Object.values(figures), expected.perClass[grade] ?? [], `grade ${grade} of case ${seed}`)
    }
    expectFigures(Object.values(report.referable), expected.referable, `referable of case ${seed}`)
  }
})

it('curves go through scikit-learn’s points', () => {
  for (const { seed, expected, truth, probabilities, classes } of drawn) {
    const { perClass, referable } = evaluationCurves(truth, probabilities)
    const { roc, precisionRecall } = perClass[seed % (classes + 1)] ?? referable
    const rates = roc.flatMap((point) => Object.values(point))
    // Nothing is called positive above every score; scikit-learn has another threshold there.
    const start = [null, ...(expected.curve[0] ?? []).slice(1, 3).map((rate) => rate && 0)]
    const ofRates = [...start, ...expected.curve.flatMap((point) => point.slice(0, 3))]
    expectFigures(rates, ofRates, `ROC of case ${seed}`)
    // Recall is the true positive rate. scikit-learn says so too, but for 1 where no case is positive.
    const precisions = precisionRecall.flatMap((point) => Object.values(point))
    const ofPrecisions = expected.curve.flatMap(([threshold, , truly, precision]) => [threshold, truly, precision])
    expectFigures(precisions, ofPrecisions, `precision and recall of case ${seed}`)
  }
})

it('the reliability of one grade’s probability is scikit-learn’s calibration curve', () => {
  for (const { seed, expected, truth, probabilities } of drawn) {
    const { positive, scores } = gradeCases(truth, probabilities, 1)
    const bins = reliability(positive, scores, 10).flatMap(({ confidence, accuracy }) => [confidence, accuracy])
    expectFigures(bins, expected.reliability.flat(), `reliability of case ${seed}`)
  }
})

it('the temperature is where SciPy finds the likelihood’s slope to be zero', () => {
  for (const { seed, expected, truth, probabilities } of drawn) {
    const found = fitTemperature(truth, probabilities.map(logitsOf))
    expectFigures([found], [expected.temperature], `temperature of case ${seed}`)
  }
})

it('the interval by patient is the quantiles of scikit-learn’s kappa over the same resamples', () => {
  for (const { seed, expected, truth, probabilities, classes } of drawn) {
    const eyes = 1 + (seed % 3)
    const groups = eyes > 1 ? truth.map((_, index) => Math.floor(index / eyes)) : undefined
    const report = evaluate(truth, probabilities, { classes, groups, seed, replicates: 40 })
    expectFigures(report.qwkInterval, expected.interval, `interval of case ${seed}`)
  }
})

it('no way to cut a regression’s outputs has a larger kappa, and cuts that gain nothing stay', () => {
  for (const { seed, expected, truth, other, probabilities, classes } of drawn) {
    const start = Array.from({ length: classes - 1 }, (_, k) => k + 0.5)
    const outputs = [
      probabilities.map((row) => row.reduce((sum, p, grade) => sum + grade * p, 0)),
      probabilities.map((row, index) => (other[index] as number) + (row[0] as number)),
    ]
    for (const [network, all] of outputs.entries()) {
      const graded = all.slice(0, 8).map((output, index) => ({ output, grade: truth[index] as number }))
      const cuts = largestKappaCuts(graded, start)
      expect(cuts).toEqual(cuts.toSorted((a, b) => a - b))
      const kappaWith = (chosen: readonly number[]) => {
        const predicted = graded.map(({ output }) => chosen.filter((cut) => output >= cut).length)
        return quadraticKappa(truth.slice(0, 8), predicted, classes)
      }
      const largest = expected.largestKappas[network] ?? null
      if (largest !== null) expectFigures([kappaWith(cuts)], [largest], `kappa of cuts of case ${seed}`)
      if (largest === null || kappaWith(start) > largest - 1e-9) expect(cuts, `cuts of case ${seed}`).toEqual(start)
    }
  }
})
