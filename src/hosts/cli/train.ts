import { type Command, Option } from 'commander'
import { recipeLimit } from '#files/file-limit.ts'
import { readNamedFile } from '#files/named-file.ts'
import type { Run } from '#shared/contract/common.ts'
import type { TrainingRun, TrainRequest } from '#shared/contract/training.ts'
import { AppError } from '#shared/errors.ts'
import { type ModelId, type RunId, runIdSchema } from '#shared/ids.ts'
import { type RuntimeKind, runtimeKinds } from '#shared/recipe.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { type Assignments, collectAssignment } from './assignments.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { describeOedema } from './describe-evaluation.ts'
import { describeFoundRate, findRate } from './find-rate.ts'
import { followRun, progressLines } from './follow-run.ts'
import { withProject } from './project.ts'
import { tellRuntime } from './tell-runtime.ts'
import type { Terminal } from './terminal.ts'
import { columns, figure } from './words.ts'

type Client = Workstation['client']

export interface TrainOptions {
  readonly recipe: string
  readonly set?: Assignments
  readonly runtime: RuntimeKind
  readonly resume?: string
}

export const trainCommand: CommandDefinition = (answering) =>
  withTrainOptions(newCommand('train', 'train a model on the current grades'))
    .option('--find-rate', 'train nothing: try learning rates, and give the curve and both suggestions', false)
    .action(
      answering((terminal, folder: string, options: TrainOptions & { readonly findRate: boolean }) =>
        withProject(terminal, folder, async ({ client }) => {
          if (options.findRate) {
            const found = await findRate(client, await trainRequest(options), terminal)
            return { document: found, text: describeFoundRate(found) }
          }
          const run = await trainProject(client, options, terminal)
          const { model, runtime, epochs, gate } = run
          const leftOut = await client.training.leftOut({ run: run.id })
          const lines = leftOut.map(({ photograph, reason }) => `\nLeft out: ${photograph}. ${reason}`)
          return {
            document: { run: run.id, model, runtime, epochs, leftOut, gate, inUse: await modelInUse(client) },
            text: describeTraining(run) + lines.join(''),
          }
        }),
      ),
    )

/** What every command that trains is asked. */
export function withTrainOptions(command: Command): Command {
  return command
    .argument('<project>', 'folder of the project')
    .option('--recipe <name|file>', 'a named recipe, or a file with one', 'quick')
    .option('--set <name=value>', "takes the place of one of the recipe's fields; may be repeated", collectAssignment)
    .addOption(new Option('--runtime <name>', 'what computes').choices(runtimeKinds).default('auto'))
    .option('--resume <run>', 'go on with a run that did not end; `last` is the newest')
}

/** Starts or resumes a training run and follows it to its end. */
export async function trainProject(client: Client, options: TrainOptions, terminal: Terminal): Promise<TrainingRun> {
  const { resume } = options
  const started =
    resume === undefined
      ? await client.training.start(await trainRequest(options))
      : await client.training.resume({ run: runToResume(await client.training.runs(), resume) })
  // A resumed run keeps the runtime that it was started with.
  if (resume === undefined) await tellRuntime(client, options.runtime, terminal)
  const { id } = await followRun(client, started, terminal, epochLines(client, terminal))
  return await client.training.run({ run: id })
}

async function trainRequest({ recipe, set = {}, runtime }: TrainOptions): Promise<TrainRequest> {
  return { recipe: await recipeText(recipe), set, runtime }
}

/** A recipe's name, or the text of the file that is meant. */
export async function recipeText(recipe: string): Promise<string> {
  if (/^[\w-]+$/.test(recipe)) return recipe
  const called = `The recipe file ${recipe}`
  return new TextDecoder().decode(await readNamedFile(recipe, { limit: recipeLimit, code: 'usage', called }))
}

/** The run that `--resume` names, among those of its kind, newest first. */
export function runToResume(runs: readonly Run[], name: string): RunId {
  if (name === 'last') {
    const newest = runs.find(({ resumable }) => resumable)
    if (!newest) throw new AppError('not_found', 'There is no unfinished training run to resume.')
    return newest.id
  }
  const parsed = runIdSchema.safeParse(name)
  if (!parsed.success) throw new AppError('usage', 'A run to resume is named like r3, or `last`.')
  return parsed.data
}

/** `epoch 2/4` for each epoch of the main fit, none left out; everything else as it comes. */
function epochLines(client: Client, { err }: Terminal) {
  const tellStep = progressLines({ err })
  let told: number | undefined
  let toldLeft: string | undefined
  return async (run: Run) => {
    // The main fit's epochs are told below, with what they reached.
    if (run.stage !== 'epoch' && run.stage !== 'main') tellStep(run)
    // At the start of a fold, and as each of its epochs ends.
    const fold = /^fold \d+ of \d+$/.test(run.stage ?? '') ? `${run.stage} ${run.done}` : null
    if (fold !== null && fold !== toldLeft && run.secondsLeft !== null) {
      toldLeft = fold
      err(`  of the whole run about ${timeLeft(run.secondsLeft)} left\n`)
    }
    const { epochs, recipe } = await client.training.run({ run: run.id })
    // A resumed run tells only what is new.
    told ??= epochs.length
    for (const { epoch, trainLoss, qwk } of epochs.slice(told)) {
      err(`epoch ${epoch}/${recipe.epochs}\n`)
      err(`  loss ${figure(trainLoss)}, validation kappa ${figure(qwk)}\n`)
    }
    told = epochs.length
  }
}

/** `40 s`, `12 min`, `3 h 5 min`. */
function timeLeft(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (minutes < 2) return `${Math.round(seconds)} s`
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function describeGate(model: TrainingRun['model'], { verdict, reason }: NonNullable<TrainingRun['gate']>): string {
  return verdict === 'accepted'
    ? `${reason} ${model} is in use now.`
    : `${reason} ${model} stays a candidate; \`model promote --model ${model}\` puts it in use.`
}

async function modelInUse(client: Client): Promise<ModelId | null> {
  return (await client.models.list()).find(({ current }) => current)?.id ?? null
}

export function describeTraining({ id, model, runtime, device, epochs, gate }: TrainingRun): string {
  const oedema = epochs.at(-1)?.oedema
  const header = [
    'epoch',
    'loss',
    'validation',
    'kappa',
    'accuracy',
    'AUC',
    'images/s',
    ...(oedema ? ['oedema kappa'] : []),
  ]
  const rows = epochs.map((epoch) => [
    String(epoch.epoch),
    figure(epoch.trainLoss),
    figure(epoch.validationLoss),
    figure(epoch.qwk),
    figure(epoch.accuracy),
    figure(epoch.averageAuc),
    figure(epoch.imagesPerSecond, 1),
    ...(oedema ? [figure(epoch.oedema?.qwk ?? null)] : []),
  ])
  const besides = oedema ? `\n${describeOedema(oedema)}` : ''
  const judged = gate ? `\n${describeGate(model, gate)}` : ''
  return `Run ${id} made the model ${model} on ${runtime} (${device}).\n${columns([header, ...rows])}${besides}${judged}`
}
