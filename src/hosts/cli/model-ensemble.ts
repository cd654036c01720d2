import { InvalidArgumentError, Option } from 'commander'
import { type EnsembleKind, ensembleKinds } from '#shared/ensembles.ts'
import { AppError } from '#shared/errors.ts'
import type { ModelId } from '#shared/ids.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { followRun } from './follow-run.ts'
import { modelValue } from './option-values.ts'
import { withProject } from './project.ts'

interface EnsembleOptions {
  readonly members: ModelId[]
  readonly by: EnsembleKind
  readonly eyes?: boolean
  readonly name?: string
}

export const modelEnsembleCommand: CommandDefinition = (answering) =>
  newCommand('ensemble', 'make models of a project into one')
    .argument('<project>', 'folder of the project')
    .requiredOption('--members <ids>', 'the models, such as m1,m2', membersValue)
    .addOption(
      new Option('--by <way>', 'the mean of their probabilities, or a meta-learner over them')
        .choices(ensembleKinds)
        .default('average'),
    )
    .option('--eyes', "with the fellow eye's probabilities beside the eye's own; not for the average")
    .option('--name <name>', "the members' names where left out")
    .action(
      answering((terminal, folder: string, { members, by, eyes, name }: EnsembleOptions) =>
        withProject(terminal, folder, async ({ client }) => {
          const { id } = await followRun(client, await client.models.combine({ members, by, eyes, name }), terminal)
          const model = await client.models.combined({ run: id })
          if (!model) throw new AppError('internal', `The run ${id} left no model.`)
          return {
            document: { model: model.id, name: model.name, members, by, eyes: eyes ?? false, qwk: model.qwk },
            text: `Models ${members.join(', ')} by ${by} are model ${model.id}, a ${model.status}.`,
          }
        }),
      ),
    )

function membersValue(word: string): ModelId[] {
  const members = word.split(',').map((one) => modelValue(one.trim()))
  if (members.length < 2) throw new InvalidArgumentError('An ensemble has at least two members, such as m1,m2.')
  return members
}
