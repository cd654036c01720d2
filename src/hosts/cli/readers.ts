import { Option } from 'commander'
import { type CommandDefinition, newCommand } from './command.ts'
import { withProject } from './project.ts'
import { columns } from './words.ts'

const othersReadings = ['hidden', 'shown'] as const

interface ReadersOptions {
  readonly othersReadings?: (typeof othersReadings)[number]
}

export const readersCommand: CommandDefinition = (answering) =>
  newCommand('readers', 'who has read, and whether readers see what others said')
    .argument('<project>', 'folder of the project')
    .addOption(
      new Option(
        '--others-readings <choice>',
        'whether a reader sees what others said of a photograph before having read it',
      ).choices(othersReadings),
    )
    .action(
      answering((terminal, folder: string, { othersReadings: chosen }: ReadersOptions) =>
        withProject(terminal, folder, async ({ client }) => {
          if (chosen) await client.projects.choose({ settings: { showOthersReadings: chosen === 'shown' } })
          const readers = (await client.review.graders()).map(({ name, photographs }) => ({ name, read: photographs }))
          const shown = (await client.projects.current())?.settings.showOthersReadings ?? false
          return {
            document: { readers, othersReadings: shown ? 'shown' : 'hidden' },
            text: [
              columns([['reader', 'read'], ...readers.map(({ name, read }) => [name, String(read)])]),
              shown
                ? 'Readers see what others said of every photograph.'
                : 'Readers see what others said of a photograph only once they have read it themselves.',
            ].join('\n'),
          }
        }),
      ),
    )
