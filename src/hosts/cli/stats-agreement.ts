import { z } from 'zod'
import { agreementReport } from '#statistics/agreement/agreement.ts'
import type { Answering } from './command.ts'
import { readInput, statistic, statisticsSeed } from './stats-input.ts'
import { columns, figure } from './words.ts'

const agreementSchema = z.object({
  ratings: z.array(z.array(z.int().min(0).nullable())),
  classes: z.int().min(2).max(1000).default(5),
})

/** `stats agreement`. */
export function raterAgreement(answering: Answering) {
  return statistic('agreement', 'agreement of several raters, their consensus and the quality of each').action(
    answering(async (terminal, options: { input?: string }) => {
      const { ratings, classes } = await readInput(agreementSchema, options.input, terminal)
      const report = agreementReport(ratings, classes, statisticsSeed)
      const { intervals, consensus: _, raterQuality, ...coefficients } = report
      const rows = Object.entries(intervals).map(([name, [low, high]]) => [
        name,
        figure(coefficients[name as keyof typeof intervals]),
        `(${figure(low)} to ${figure(high)})`,
      ])
      const qualities = raterQuality.map((quality) => figure(quality)).join(', ')
      return { document: report, text: `${columns(rows)}\nQuality of each rater: ${qualities}` }
    }),
  )
}
