import { type Grade, gradeNames } from '#shared/grades.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { boundaryValue, wholeNumber } from './option-values.ts'
import { withProject } from './project.ts'
import { columns } from './words.ts'

interface SuspectsOptions {
  readonly limit: number
  readonly boundary?: [Grade, Grade]
  readonly labelSet?: string
}

export const suspectsCommand: CommandDefinition = (answering) =>
  newCommand('suspects', 'labels the model believes least, most suspicious first')
    .argument('<project>', 'folder of the project')
    .option('--limit <n>', 'how many', wholeNumber(1, 1_000_000), 100)
    .option('--boundary <a-b>', 'only labels and suggestions of two neighbouring grades, such as 1-2', boundaryValue)
    .option('--label-set <name>', 'judge the labels of this set; the current grades where left out')
    .action(
      answering((terminal, folder: string, { limit, boundary, labelSet }: SuspectsOptions) =>
        withProject(terminal, folder, async ({ client }) => {
          const found = await client.looking.suspects({ limit, boundary, labelSet })
          const rows = found.suspects.map(({ image, label, suggested, score }) => [
            image,
            `${label} ${gradeNames[label]}`,
            `${suggested} ${gradeNames[suggested]}`,
            score.toFixed(3),
          ])
          const foot =
            found.model === null
              ? 'There is no model yet: train one first.'
              : `By model ${found.model}; ${found.unscored - found.locked} labelled photographs have no prediction to judge them by.${locked(found.locked)}`
          const table = rows.length > 0 ? [columns([['photograph', 'label', 'suggested', 'suspicion'], ...rows])] : []
          return { document: found, text: [...table, foot].join('\n') }
        }),
      ),
    )

function locked(count: number): string {
  return count === 0 ? '' : ` ${count} more are locked away to judge models by until they are read blind.`
}
