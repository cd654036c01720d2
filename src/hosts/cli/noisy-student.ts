import type { NoisyStudentRun } from '#shared/contract/noisy-student.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { followRun } from './follow-run.ts'
import { wholeNumber } from './option-values.ts'
import { withProject } from './project.ts'
import { tellRuntime } from './tell-runtime.ts'
import type { Terminal } from './terminal.ts'
import { recipeText, runToResume, type TrainOptions, withTrainOptions } from './train.ts'
import { columns, figure } from './words.ts'

type Client = Workstation['client']

interface NoisyStudentOptions extends TrainOptions {
  readonly rounds?: number
}

export const noisyStudentCommand: CommandDefinition = (answering) =>
  withTrainOptions(newCommand('noisy-student', 'train in rounds, each on the labels the last model made'))
    .option('--rounds <n>', 'how many rounds at most; 3 where left out', wholeNumber(1, 100))
    .action(
      answering((terminal, folder: string, options: NoisyStudentOptions) =>
        withProject(terminal, folder, async ({ client }) => {
          const run = await takeRounds(client, options, terminal)
          return { document: { run: run.id, best: run.best, rounds: roundsOf(run) }, text: describeRounds(run) }
        }),
      ),
    )

async function takeRounds(client: Client, options: NoisyStudentOptions, terminal: Terminal): Promise<NoisyStudentRun> {
  const { recipe, set = {}, runtime, resume, rounds } = options
  const started =
    resume === undefined
      ? await client.noisyStudent.start({ recipe: await recipeText(recipe), set, runtime, rounds })
      : await client.noisyStudent.resume({ run: runToResume(await client.noisyStudent.runs(), resume) })
  // A resumed run keeps the runtime that it was started with.
  if (resume === undefined) await tellRuntime(client, runtime, terminal)
  const { id } = await followRun(client, started, terminal)
  return await client.noisyStudent.run({ run: id })
}

function roundsOf({ rounds }: NoisyStudentRun) {
  return rounds.map(({ round, run, teacher, model, pseudoLabels, verdict, comparison, reason }) => ({
    ...{ round, run, teacher, model },
    pseudoLabels: pseudoLabels.total,
    pseudoShare: pseudoLabels.share,
    qwk: comparison?.kappa.student ?? null,
    qwkInterval: comparison?.kappaInterval ?? [null, null],
    accepted: verdict === 'accepted',
    ...{ verdict, reason, comparison },
  }))
}

function describeRounds(run: NoisyStudentRun): string {
  const header = ['round', 'teacher', 'student', 'pseudo labels', 'of a batch', 'kappa', 'verdict']
  const rows = roundsOf(run).map(({ round, teacher, model, pseudoLabels, pseudoShare, qwk, verdict }) => [
    String(round),
    teacher,
    model ?? '-',
    String(pseudoLabels),
    figure(pseudoShare),
    figure(qwk),
    verdict ?? '-',
  ])
  const reasons = run.rounds.map(({ round, reason }) => `Round ${round}: ${reason}`)
  return [`The best model of run ${run.id} is ${run.best}.`, columns([header, ...rows]), ...reasons].join('\n')
}
