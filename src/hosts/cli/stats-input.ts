import type { z } from 'zod'
import { statisticsLimit } from '#files/file-limit.ts'
import { readNamedFile } from '#files/named-file.ts'
import { AppError } from '#shared/errors.ts'
import { newCommand } from './command.ts'
import { fieldProblem, valueProblem } from './stats-problem.ts'
import type { Terminal } from './terminal.ts'

/** Intervals are drawn with this seed, so that the same input gives the same numbers. */
export const statisticsSeed = 1

const shapes = `
Shapes of the input, JSON:
  kappa         {"a":[n],"b":[n],"classes":k,"weights":"none"|"linear"|"quadratic"}
                gives {"kappa","interval":[2]}
  metrics       {"truth":[n],"probabilities":[n][k]}
                gives what \`evaluate\` gives; with "curves":true also the points of ROC and precision-recall curves,
                and "temperature", at which the probabilities would be calibrated
  label-issues  {"labels":[n],"probabilities":[n][k],"method":"prune-by-noise-rate"|"prune-by-class"|"both"|
                "confident-learning"|"predicted-not-given"|"low-margin"|"low-self-confidence"|"ordinal",
                "rankedBy":"selfConfidence"|"normalizedMargin"|"confidenceWeightedEntropy"|"ordinal",
                "unevenRows":"refuse"|"normalise","epochs":[epochs][n][k],"thresholdSamples":[rows]}
                gives {"issues","confidentJoint":[k][k],"thresholds":[k],"scores":{…},"noiseMatrix":[k][k],
                "inverseNoiseMatrix":[k][k],"prior":[k],"overallQuality","normalisedRows"}; rows of a joint are labels. The
                threshold of a class that no label names is 2, out of reach. Rows that do not sum to 1 within 0.005 are
                refused, or divided by their sum where "unevenRows" says so, and counted in "normalisedRows"
                with "epochs", the logits (or logarithms of probabilities) of every row after each epoch of a training on
                these labels, also "dynamics":{"areaUnderMargin","forgotten","learntAt","meanLoss","lastLoss" (each [n]),
                "threshold","suspects"}. Rows in "thresholdSamples" were taught one class more than there is: the logits
                are then [epochs][n][k+1], the extra class last, and those rows are judged by it; their "labels" stay as
                they were. Suspects lie below the 0.99 quantile of the threshold samples' areas under the margin
  agreement     {"ratings":[items][raters],"classes":k}, null where a rater gave none
                gives {"fleiss","krippendorffNominal","krippendorffOrdinal","gwetAc1","gwetAc2Quadratic",
                "percentAgreement","intervals":{NAME:[2]},"consensus":[{"item","grade","quality","majority"}],
                "raterQuality":[raters],"pairs":[{"raters":[2],"items","kappa":{"none","linear","quadratic"},
                "intervals":{NAME:[2]}}]}; consensus and quality by Dawid and Skene, kappa Cohen's
                with "probabilities":[items][k] of a model that never saw these ratings also "crowdlab":{"consensus":
                [{"item","grade","quality","agreement"}],"labelQuality":[items][raters],"raterQuality","raterWeights",
                "modelWeight"} ("consensus":"best"|"majority" and "quality":"crowdlab"|"agreement" choose its methods,
                "unevenRows" and "normalisedRows" as above), and "activeLab":{"scores":[items],"order":[items],"temperature"}, whom to ask
                again: the item first in order is most worth another rating, rated before or not
An undefined number is null.`

/** A subcommand of `stats`, which reads one JSON document. */
export function statistic(name: string, description: string) {
  return newCommand(name, description)
    .option('--input <file>', 'JSON file; standard input where left out')
    .addHelpText('after', shapes)
}

/** `stats`, with the help on its inputs. */
export function statisticsCommand() {
  return newCommand('stats', 'the numbers alone; no project needed').addHelpText('after', shapes)
}

/** The input as the schema knows it, or `AppError('usage')` saying what does not fit. */
export async function readInput<S extends z.ZodObject>(
  schema: S,
  file: string | undefined,
  { input }: Terminal,
): Promise<z.infer<S>> {
  const text = file === undefined ? await input() : await textOf(file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('usage', 'The input is not valid JSON.', { cause })
  }
  const problem = fieldProblem(value, Object.keys(schema.shape))
  if (problem !== null) throw new AppError('usage', problem)
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('usage', valueProblem(parsed.error.issues, value))
}

/** A sentence to add to others on how many rows were normalised; empty where none was. */
export function describeNormalised(rows: number): string {
  if (rows === 0) return ''
  return rows === 1
    ? ' 1 row did not sum to 1 and was divided by its sum.'
    : ` ${rows} rows did not sum to 1 and were divided by their sums.`
}

async function textOf(file: string): Promise<string> {
  const called = `The file ${file}`
  return new TextDecoder().decode(await readNamedFile(file, { limit: statisticsLimit, code: 'usage', called }))
}
