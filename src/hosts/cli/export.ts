import { Option } from 'commander'
import { type ExportRequest, exportFormats } from '#shared/contract/exports.ts'
import { layoutNames } from '#shared/contract/imports.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { forceOption } from './output-file.ts'
import { withProject } from './project.ts'

export const exportCommand: CommandDefinition = (answering) =>
  newCommand('export', 'write corrected labels, or everything that was decided')
    .argument('<project>', 'folder of the project')
    .addOption(new Option('--format <name>', 'what to write').choices(exportFormats).default('labels'))
    .addOption(
      new Option('--layout <name>', 'layout of labels; the one they came in where left out').choices(layoutNames),
    )
    .option('--label-set <name>', 'correct this label set; the primary one where left out')
    .option(
      '--output <path>',
      "file to write, for a label set of several files the folder; in the project's exports folder where left out",
    )
    .addOption(forceOption())
    .action(
      answering((terminal, folder: string, { format, layout, labelSet, output, force }: ExportRequest) =>
        withProject(terminal, folder, async ({ client }) => {
          const written = await client.exports.write({ format, layout, labelSet, output, force })
          const told = `Wrote ${written.rows} rows to ${written.files.join(', ')}.`
          return { document: written, text: [told, ...written.notes].join('\n') }
        }),
      ),
    )
