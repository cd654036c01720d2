import { Option } from 'commander'
import { collectAssignment } from './assignments.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { notYetAvailable } from './not-yet-available.ts'

const operations = ['ben-graham', 'ben-graham-gray', 'clahe', 'median-subtraction', 'gamma', 'red-free', 'crop']

export const enhanceCommand: CommandDefinition = (answering) =>
  newCommand('enhance', 'write an enhanced copy of a photograph')
    .addOption(new Option('--operation <name>', 'what to do').choices(operations).makeOptionMandatory())
    .option('--set <name=value>', "one of the operation's settings", collectAssignment)
    .requiredOption('--input <file>', 'the photograph')
    .requiredOption('--output <file>', 'the copy to write')
    .action(
      answering(async () => {
        throw notYetAvailable('Enhancing a photograph')
      }),
    )
