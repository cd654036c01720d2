import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { newCommand } from './command.ts'
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
                "unevenRows":"refuse"|"normalise"}
                gives {"issues","confidentJoint":[k][k],"thresholds":[k],"scores":{…},"noiseMatrix":[k][k],
                "inverseNoiseMatrix":[k][k],"prior":[k],"overallQuality"}; rows of a joint are labels. The threshold of a
                class that no label names is 2, out of reach. Rows that do not sum to 1 within 0.005 are refused, or
                divided by their sum where "unevenRows" says so
  agreement     {"ratings":[items][raters],"classes":k}, null where a rater gave none
                gives {"fleiss","krippendorffNominal","krippendorffOrdinal","gwetAc1","gwetAc2Quadratic",
                "percentAgreement","intervals":{NAME:[2]},"consensus":[{"item","grade","quality","majority"}],
                "raterQuality":[raters],"pairs":[{"raters":[2],"items","kappa":{"none","linear","quadratic"},
                "intervals":{NAME:[2]}}]}; consensus and quality by Dawid and Skene, kappa Cohen's
                with "probabilities":[items][k] of a model that never saw these ratings also "crowdlab":{"consensus":
                [{"item","grade","quality","agreement"}],"labelQuality":[items][raters],"raterQuality","raterWeights",
                "modelWeight"} ("consensus":"best"|"majority" and "quality":"crowdlab"|"agreement" choose its methods,
                "unevenRows" as above), and "activeLab":{"scores":[items],"order":[items],"temperature"}, whom to ask
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

/** The input as the schema knows it, or `AppError('usage')` naming what does not fit. */
export async function readInput<T>(schema: z.ZodType<T>, file: string | undefined, { input }: Terminal): Promise<T> {
  const text = file === undefined ? await input() : readText(file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('usage', 'The input is not valid JSON.', { cause })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new AppError('usage', `The input does not fit: ${issue?.path.join('.')}: ${issue?.message}`)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('usage', `The file ${file} cannot be read.`, { cause })
  }
}
