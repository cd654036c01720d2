import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { marginSuspects } from '#statistics/dynamics/threshold-samples.ts'
import { tracesOf } from '#statistics/dynamics/training-history.ts'
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
  /** What a network said while it learnt the labels: logits of each sample after each epoch. */
  epochs: z.array(z.array(z.array(z.number()).min(2))).optional(),
  /** Rows that were taught one class more than there is. */
  thresholdSamples: z.array(z.int().min(0)).default([]),
})

function dynamicsOf(labels: readonly number[], epochs: readonly number[][][], thresholdSamples: readonly number[]) {
  const classes = epochs[0]?.[0]?.length ?? 0
  const traces = tracesOf(
    labels,
    classes,
    epochs.map((rows) => rows.flat()),
  )
  const stranger = thresholdSamples.find((row) => row >= labels.length)
  if (stranger !== undefined)
    throw new AppError('usage', `Threshold sample ${stranger} is not among ${labels.length} rows.`)
  const areas = traces.map(({ margin }) => margin)
  const { threshold, suspects } = marginSuspects(Float64Array.from(areas), Int32Array.from(thresholdSamples))
  return {
    areaUnderMargin: areas.map(orNull),
    forgotten: traces.map(({ forgotten }) => forgotten),
    learntAt: traces.map(({ learntAt }) => (learntAt < 0 ? null : learntAt)),
    meanLoss: traces.map(({ loss }) => orNull(loss)),
    lastLoss: traces.map(({ lastLoss }) => orNull(lastLoss)),
    threshold: orNull(threshold),
    suspects,
  }
}

/** `stats label-issues`. */
export function labelIssues(answering: Answering) {
  return statistic('label-issues', 'labels that a model which never saw them contradicts').action(
    answering(async (terminal, options: { input?: string }) => {
      const { labels, probabilities, method, rankedBy, unevenRows, epochs, thresholdSamples } = await readInput(
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
          ...(epochs && { dynamics: dynamicsOf(labels, epochs, thresholdSamples) }),
        },
        text: `${issues.length} of ${labels.length} labels look wrong${rows}. Overall quality ${figure(overallQuality)}.`,
      }
    }),
  )
}
