import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { confusionMatrix } from '#statistics/confusion.ts'
import { evaluate, orNull } from '#statistics/evaluation.ts'
import { kappaInterval, kappaWeights, matrixKappa } from '#statistics/kappa.ts'
import { type Answering, type CommandDefinition, newCommand } from './command.ts'
import { describeEvaluation } from './describe-evaluation.ts'
import { notYetAvailable } from './not-yet-available.ts'
import type { Terminal } from './terminal.ts'
import { figure } from './words.ts'

/** Intervals are drawn with this seed, so that the same input gives the same numbers. */
const seed = 1

const shapes = `
Shapes of the input, JSON:
  kappa         {"a":[n],"b":[n],"classes":k,"weights":"none"|"linear"|"quadratic"}
                gives {"kappa","interval":[2]}
  metrics       {"truth":[n],"probabilities":[n][k]}
                gives what \`evaluate\` gives
  label-issues  {"labels":[n],"probabilities":[n][k],"method":…}   (not yet available)
  agreement     {"ratings":[items][raters],"classes":k}            (not yet available)
An undefined number is null.`

export const statsCommand: CommandDefinition = (answering) => {
  const command = newCommand('stats', 'the numbers alone; no project needed').addHelpText('after', shapes)
  for (const define of [kappa, metrics, later('label-issues'), later('agreement')])
    command.addCommand(define(answering))
  return command
}

function statistic(name: string, description: string) {
  return newCommand(name, description)
    .option('--input <file>', 'JSON file; standard input where left out')
    .addHelpText('after', shapes)
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
      const interval = kappaInterval(a, b, { classes, weights, seed }).map(orNull)
      const [low, high] = interval
      return { document: { kappa: value, interval }, text: `${figure(value)} (${figure(low)} to ${figure(high)})` }
    }),
  )
}

const metricsSchema = z.object({ truth: z.array(z.int().min(0)), probabilities: z.array(z.array(z.number())) })

function metrics(answering: Answering) {
  return statistic('metrics', 'everything a model is judged by').action(
    answering(async (terminal, options: { input?: string }) => {
      const { truth, probabilities } = await readInput(metricsSchema, options.input, terminal)
      const report = evaluate(truth, probabilities, { seed })
      return { document: report, text: describeEvaluation(report) }
    }),
  )
}

function later(name: string): CommandDefinition {
  return (answering) =>
    statistic(name, 'not yet available').action(
      answering(async () => {
        throw notYetAvailable(`stats ${name}`)
      }),
    )
}

/** The input as the schema knows it, or `AppError('usage')` naming what does not fit. */
async function readInput<T>(schema: z.ZodType<T>, file: string | undefined, { input }: Terminal): Promise<T> {
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
