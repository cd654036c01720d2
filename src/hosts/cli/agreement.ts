import { type CommandDefinition, newCommand } from './command.ts'
import { notYetAvailable } from './not-yet-available.ts'

export const agreementCommand: CommandDefinition = (answering) =>
  newCommand('agreement', 'how far readers agree')
    .argument('<project>', 'folder of the project')
    .option('--graders <a,b>', 'these readers; all where left out')
    .action(
      answering(async () => {
        throw notYetAvailable('Agreement between readers')
      }),
    )
