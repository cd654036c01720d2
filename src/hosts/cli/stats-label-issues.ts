import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { dynamicsReport } from '#statistics/dynamics/dynamics-report.ts'
import { orNull } from '#statistics/evaluation.ts'
import { findLabelIssues, issueMethods, qualityScores } from '#statistics/label-issues/find-label-issues.ts'
import { labelledSet } from '#statistics/label-issues/labelled-set.ts'
import { unevenRowChoices } from '#statistics/label-issues/probability-rows.ts'
import type { Answering } from './command.ts'
import { describeNormalised, readInput, statistic } from './stats-input.ts'
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
  /** What a network said while it learnt the labels: logits of each row after each epoch. */
  epochs: z.array(z.array(z.array(z.number()).min(2))).optional(),
  /** Rows that were taught one class more than there is, in place of their labels. */
  thresholdSamples: z.array(z.int().min(0)).default([]),
})

/** `stats label-issues`. */
export function labelIssues(answering: Answering) {
  return statistic('label-issues', 'labels that a model which never saw them contradicts').action(
    answering(async (terminal, options: { input?: string }) => {
      const { labels, probabilities, method, rankedBy, unevenRows, epochs, thresholdSamples } = await readInput(
        labelIssuesSchema,
        options.input,
        terminal,
      )
      if (!epochs && thresholdSamples.length > 0)
        throw new AppError('usage', 'Threshold samples say nothing without the epochs of their training.')
      const set = labelledSet(labels, probabilities, unevenRows)
      const { classes, normalisedRows } = set
      const found = findLabelIssues(set, method, rankedBy)
      const { issues, confidentJoint, thresholds, scores, matrices, overallQuality } = found
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
          normalisedRows,
          ...(epochs && { dynamics: dynamicsReport(labels, classes, epochs, thresholdSamples) }),
        },
        text: describeIssues(labels.length, issues, overallQuality) + describeNormalised(normalisedRows),
      }
    }),
  )
}

function describeIssues(labels: number, issues: readonly number[], overallQuality: number): string {
  if (labels === 0) return 'There is no label to look at.'
  const rows = issues.length > 0 ? `: rows ${firstOf(issues.map(String), 20)}` : ''
  return `${issues.length} of ${labels} labels look wrong${rows}. Overall quality ${figure(overallQuality)}.`
}
