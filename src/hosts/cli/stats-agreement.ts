import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { type AgreementReport, agreementReport } from '#statistics/agreement/agreement.ts'
import { type CrowdReport, crowdReport } from '#statistics/crowd/crowd-report.ts'
import { consensusMethods, qualityMethods } from '#statistics/crowd/crowdlab.ts'
import { kappaWeights } from '#statistics/kappa.ts'
import { unevenRowChoices } from '#statistics/label-issues/probability-rows.ts'
import type { Answering } from './command.ts'
import { describeNormalised, readInput, statistic, statisticsSeed } from './stats-input.ts'
import { columns, figure, firstOf } from './words.ts'

const agreementSchema = z.object({
  ratings: z.array(z.array(z.int().min(0).nullable())),
  classes: z.int().min(2).max(1000).default(5),
  probabilities: z.array(z.array(z.number())).optional(),
  consensus: z.enum(consensusMethods).default('best'),
  quality: z.enum(qualityMethods).default('crowdlab'),
  unevenRows: z.enum(unevenRowChoices).default('refuse'),
})

/** `stats agreement`. */
export function raterAgreement(answering: Answering) {
  return statistic('agreement', 'agreement of several raters, their consensus and the quality of each').action(
    answering(async (terminal, options: { input?: string }) => {
      const { ratings, classes, probabilities, ...methods } = await readInput(agreementSchema, options.input, terminal)
      const report = agreementReport(ratings, classes, statisticsSeed)
      if (!probabilities) return { document: report, text: describeAgreement(report) }
      const columnsOfModel = probabilities[0]?.length ?? classes
      if (columnsOfModel !== classes)
        throw new AppError('usage', `The probabilities name ${columnsOfModel} classes, the ratings ${classes}.`)
      const crowd = crowdReport(ratings, probabilities, methods)
      return { document: { ...report, ...crowd }, text: `${describeAgreement(report)}\n${describeCrowd(crowd)}` }
    }),
  )
}

function describeAgreement({ intervals, consensus: _, pairs, raterQuality, ...coefficients }: AgreementReport): string {
  const row = (name: string, value: number | null, [low, high]: readonly (number | null)[] = []) => [
    name,
    figure(value),
    `(${figure(low)} to ${figure(high)})`,
  ]
  const rows = Object.entries(intervals).map(([name, interval]) =>
    row(name, coefficients[name as keyof typeof intervals], interval),
  )
  for (const { raters, kappa, intervals: ofPair } of pairs) {
    for (const weights of kappaWeights)
      rows.push(row(`kappa of ${raters.join(' and ')}, weights ${weights}`, kappa[weights], ofPair[weights]))
  }
  return `${columns(rows)}\nQuality of each rater: ${listed(raterQuality)}`
}

function describeCrowd({ crowdlab, activeLab, normalisedRows }: CrowdReport): string {
  return [
    `Quality of each rater beside the model: ${listed(crowdlab.raterQuality)}`,
    `Most worth another rating: items ${firstOf(activeLab.order.map(String), 20)}.${describeNormalised(normalisedRows)}`,
  ].join('\n')
}

function listed(figures: readonly (number | null)[]): string {
  return figures.map((value) => figure(value)).join(', ')
}
