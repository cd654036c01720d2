import { AppError } from '#shared/errors.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { followRun } from './follow-run.ts'
import { withProject } from './project.ts'
import { firstOf } from './words.ts'

export const screenCommand: CommandDefinition = (answering) =>
  newCommand('screen', 'measure exposure and focus of every photograph again')
    .argument('<project>', 'folder of the project')
    .action(
      answering((terminal, folder: string) =>
        withProject(terminal, folder, async ({ client }) => {
          const { id } = await followRun(client, await client.quality.screen(), terminal)
          const report = await client.quality.report({ run: id })
          if (!report) throw new AppError('internal', `The screening ${id} left no report.`)
          const { images, verdicts, imagesPerSecond } = report
          const lines = [
            `${images} photographs: ${verdicts.good} good, ${verdicts.usable} usable, ${verdicts.reject} to reject (${imagesPerSecond.toFixed(1)} a second).`,
          ]
          for (const [rule, found] of [
            ['Under-exposed', report.underexposed],
            ['Over-exposed', report.overexposed],
            ['Under-exposed inside the retina', report.retinaUnderexposed],
            ['Over-exposed inside the retina', report.retinaOverexposed],
          ] as const) {
            if (found.length > 0) lines.push(`${rule}, ${found.length}: ${firstOf(found)}`)
          }
          const { unreadable } = report
          if (unreadable.length > 0) {
            lines.push(
              `Unreadable, ${unreadable.length}: ${firstOf(unreadable.map(({ image, reason }) => `${image}: ${reason}`))}`,
            )
          }
          return { document: report, text: lines.join('\n') }
        }),
      ),
    )
