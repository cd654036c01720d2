import { Option } from 'commander'
import { runtimeKinds } from '#shared/recipe.ts'
import { collectAssignment } from './assignments.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { notYetAvailable } from './not-yet-available.ts'
import { wholeNumber } from './option-values.ts'

export const noisyStudentCommand: CommandDefinition = (answering) =>
  newCommand('noisy-student', 'train in rounds, each on the labels the last model made')
    .argument('<project>', 'folder of the project')
    .option('--recipe <name|file>', 'a named recipe, or a file with one', 'quick')
    .option('--set <name=value>', "takes the place of one of the recipe's fields; may be repeated", collectAssignment)
    .addOption(new Option('--runtime <name>', 'what computes').choices(runtimeKinds).default('auto'))
    .option('--resume <run>', 'go on with a run that did not end; `last` is the newest')
    .option('--rounds <n>', 'how many rounds', wholeNumber(1, 100))
    .action(
      answering(async () => {
        throw notYetAvailable('Noisy-student training')
      }),
    )
