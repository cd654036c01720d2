import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { areaUnderCurve, classAucs } from './auc.ts'
import { classFigures } from './classification.ts'
import { confusionMatrix } from './confusion.ts'
import { evaluate } from './evaluation.ts'
import { linearKappa, plainKappa, quadraticKappa } from './kappa.ts'

const figure = z.number().nullable()
const reference = z
  .object({
    cases: z.array(
      z.object({
        truth: z.array(z.number()),
        probabilities: z.array(z.array(z.number())),
        other: z.array(z.number()),
        classes: z.number(),
        confusion: z.array(z.array(z.number())),
        kappa: z.object({ none: z.number(), linear: z.number(), quadratic: z.number() }),
        qwk: z.number(),
        accuracy: z.number(),
        precision: z.array(figure),
        sensitivity: z.array(figure),
        f1: z.array(figure),
        aucs: z.array(figure),
        referableAuc: z.number(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../tests/fixtures/statistics/reference.json', import.meta.url), 'utf8')))

function expectFigures(actual: readonly (number | null)[], expected: readonly (number | null)[]) {
  expect(actual.length).toBe(expected.length)
  expected.forEach((value, index) => {
    if (value === null) expect(actual[index]).toBeNull()
    else expect(actual[index]).toBeCloseTo(value, 10)
  })
}

describe.each(reference.cases.map((one, index) => ({ name: `case ${index + 1}`, one })))(
  'figures of $name',
  ({ one }) => {
    it('have the three kappas of scikit-learn', () => {
      expect(plainKappa(one.truth, one.other, one.classes)).toBeCloseTo(one.kappa.none, 10)
      expect(linearKappa(one.truth, one.other, one.classes)).toBeCloseTo(one.kappa.linear, 10)
      expect(quadraticKappa(one.truth, one.other, one.classes)).toBeCloseTo(one.kappa.quadratic, 10)
    })

    it('have its confusion matrix, accuracy and figures of each grade', () => {
      const report = evaluate(one.truth, one.probabilities, { seed: 1, classes: one.classes, replicates: 20 })
      expect(report.confusion).toEqual(one.confusion)
      expect(report.qwk).toBeCloseTo(one.qwk, 10)
      expect(report.accuracy).toBeCloseTo(one.accuracy, 10)
      const column = (name: 'precision' | 'sensitivity' | 'f1' | 'auc') => report.perClass.map((row) => row[name])
      expectFigures(column('precision'), one.precision)
      expectFigures(column('sensitivity'), one.sensitivity)
      expectFigures(column('f1'), one.f1)
      expectFigures(column('auc'), one.aucs)
    })

    it('have its AUC of referable eyes where scores tie', () => {
      const referable = one.truth.map((grade) => grade >= 2)
      const scores = one.probabilities.map((row) =>
        Number(
          row
            .slice(2)
            .reduce((a, b) => a + b, 0)
            .toFixed(9),
        ),
      )
      expect(areaUnderCurve(referable, scores)).toBeCloseTo(one.referableAuc, 10)
      expect(classAucs(one.truth, one.probabilities, one.classes)).toHaveLength(one.classes)
    })
  },
)

it('has the specificity of a grade counted by hand', () => {
  const matrix = confusionMatrix([0, 0, 1, 1, 2], [0, 1, 1, 1, 0], 3)
  expect(classFigures(matrix, 0).specificity).toBeCloseTo(2 / 3, 12)
  expect(classFigures(matrix, 2)).toEqual({ precision: Number.NaN, sensitivity: 0, specificity: 1, f1: 0 })
})
