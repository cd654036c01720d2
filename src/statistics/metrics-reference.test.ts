import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { argMax } from '#shared/grades.ts'
import { rocCurve } from './auc.ts'
import { reliability } from './calibration.ts'
import { evaluate } from './evaluation.ts'
import { kappaInterval, linearKappa, plainKappa, quadraticKappa } from './kappa.ts'
import { precisionRecallCurve } from './precision-recall.ts'
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
        referable: z.array(figure),
        averageAuc: figure.optional(),
        expectedCalibrationError: figure,
        reliability: points,
        temperature: figure,
        curves: z.object({ roc: points, precisionRecall: points }).optional(),
        interval: z.array(figure).optional(),
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
    for (const name of ['qwk', 'linearKappa', 'accuracy', 'expectedCalibrationError'] as const)
      expectFigures([report[name]], [expected[name]], `${name} of case ${seed}`)
    for (const [grade, { grade: _, ...figures }] of report.perClass.entries()) {
      expectFigures(Object.values(figures), expected.perClass[grade] ?? [], `grade ${grade} of case ${seed}`)
    }
    const { auc, averagePrecision } = report.referable
    expectFigures([auc, averagePrecision], expected.referable, `referable of case ${seed}`)
    if (expected.averageAuc) expectFigures([report.averageAuc], [expected.averageAuc], `mean AUC of case ${seed}`)
  }
})

it('curves go through scikit-learn’s points', () => {
  for (const { seed, expected, truth, probabilities } of drawn) {
    if (!expected.curves) continue
    const { positive, scores } = gradeCases(truth, probabilities, 0)
    const roc = rocCurve(positive, scores)
      .slice(1)
      .flatMap((point) => Object.values(point))
    expectFigures(roc, expected.curves.roc.flat(), `ROC of case ${seed}`)
    // Without a positive case scikit-learn has a recall of 1.
    if (!positive.includes(true)) continue
    const curve = precisionRecallCurve({ positive, scores }).flatMap((point) => Object.values(point))
    expectFigures(curve, expected.curves.precisionRecall.flat(), `precision and recall of case ${seed}`)
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
    if (!expected.interval) continue
    const groups = truth.map((_, index) => Math.floor(index / 2))
    const predicted = probabilities.map((row) => argMax(row))
    const found = kappaInterval(truth, predicted, { classes, groups, seed, replicates: 40 })
    expectFigures(found, expected.interval, `interval of case ${seed}`)
  }
})
