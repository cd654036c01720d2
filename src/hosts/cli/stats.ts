import { z } from 'zod'
import { confusionMatrix } from '#statistics/confusion.ts'
import { evaluationCurves } from '#statistics/curves.ts'
import { evaluate, orNull } from '#statistics/evaluation.ts'
import { kappaInterval, kappaWeights, matrixKappa } from '#statistics/kappa.ts'
import { fitTemperature, logitsOf } from '#statistics/temperature.ts'
import type { Answering, CommandDefinition } from './command.ts'
import { describeEvaluation } from './describe-evaluation.ts'
import { raterAgreement } from './stats-agreement.ts'
import { readInput, statistic, statisticsCommand, statisticsSeed } from './stats-input.ts'
import { labelIssues } from './stats-label-issues.ts'
import { figure } from './words.ts'

export const statsCommand: CommandDefinition = (answering) => {
  const command = statisticsCommand()
  for (const define of [kappa, metrics, labelIssues, raterAgreement]) command.addCommand(define(answering))
  return command
}

const kappaSchema = z.object({
  a: z.array(z.int().min(0)),
  b: z.array(z.int().min(0)),
  classes: z.int().min(2).max(1000).default(5),
  weights: z.enum(kappaWeights).default('quadratic'),
})

function kappa(answering: Answering) {
  return statistic('kappa', 'agreement of two raters beyond chance').action(
    answering(async (terminal, options: { input?: string }) => {
      const { a, b, classes, weights } = await readInput(kappaSchema, options.input, terminal)
      const value = orNull(matrixKappa(confusionMatrix(a, b, classes), weights))
      const interval = kappaInterval(a, b, { classes, weights, seed: statisticsSeed }).map(orNull)
      const [low, high] = interval
      return { document: { kappa: value, interval }, text: `${figure(value)} (${figure(low)} to ${figure(high)})` }
    }),
  )
}

const metricsSchema = z.object({
  truth: z.array(z.int().min(0)),
  probabilities: z.array(z.array(z.number())),
  curves: z.boolean().default(false),
})

function metrics(answering: Answering) {
  return statistic('metrics', 'everything a model is judged by').action(
    answering(async (terminal, options: { input?: string }) => {
      const { truth, probabilities, curves } = await readInput(metricsSchema, options.input, terminal)
      const report = evaluate(truth, probabilities, { seed: statisticsSeed })
      const further = curves && {
        temperature: orNull(fitTemperature(truth, probabilities.map(logitsOf))),
        curves: evaluationCurves(truth, probabilities),
      }
      return { document: { ...report, ...further }, text: describeEvaluation(report) }
    }),
  )
}
