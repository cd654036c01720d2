import { z } from 'zod'
import { orNull } from '#statistics/evaluation.ts'
import { findLabelIssues, issueMethods, qualityScores } from '#statistics/label-issues/find-label-issues.ts'
import { labelledSet } from '#statistics/label-issues/labelled-set.ts'
import { unevenRowChoices } from '#statistics/label-issues/probability-rows.ts'
import type { Answering } from './command.ts'
import { readInput, statistic } from './stats-input.ts'
import { figure, firstOf } from './words.ts'

/** By its name in `scores`, or spelt as the methods are. */
const rankedBySchema = z
  .string()
  .transform((name) => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()))
  .pipe(z.enum(qualityScores))

const labelIssuesSchema = z.object({
  labels: z.array(z.int().min(0)),
  probabilities: z.array(z.array(z.number()).min(2)),
  method: z.enum(issueMethods).default('prune-by-noise-rate'),
  rankedBy: rankedBySchema.default('selfConfidence'),
  unevenRows: z.enum(unevenRowChoices).default('refuse'),
})

/** `stats label-issues`. */
export function labelIssues(answering: Answering) {
  return statistic('label-issues', 'labels that a model which never saw them contradicts').action(
    answering(async (terminal, options: { input?: string }) => {
      const { labels, probabilities, method, rankedBy, unevenRows } = await readInput(
        labelIssuesSchema,
        options.input,
        terminal,
      )
      const found = findLabelIssues(labelledSet(labels, probabilities, unevenRows), method, rankedBy)
      const { issues, confidentJoint, thresholds, scores, matrices, overallQuality } = found
      const rows = issues.length > 0 ? `: rows ${firstOf(issues.map(String), 20)}` : ''
      return {
        document: {
          issues,
          confidentJoint,
          thresholds,
          scores: Object.fromEntries(qualityScores.map((name) => [name, Array.from(scores[name])])),
          noiseMatrix: matrices.noise,
          inverseNoiseMatrix: matrices.inverse,
          prior: matrices.prior,
          overallQuality: orNull(overallQuality),
        },
        text: `${issues.length} of ${labels.length} labels look wrong${rows}. Overall quality ${figure(overallQuality)}.`,
      }
    }),
  )
}
