import { type Grade, gradeNames } from '#shared/grades.ts'
import type { Workstation } from '#workstation/workstation.ts'
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
          return { document: found, text: describeSuspects(found) }
        }),
      ),
    )

type Suspects = Awaited<ReturnType<Workstation['client']['looking']['suspects']>>

/** One line a label, each with what speaks loudest, and whose word it is. */
export function describeSuspects({ model, unscored, locked, suspects }: Suspects): string {
  if (model === null) return 'There is no model yet: train one first.'
  const rows = suspects.map(({ image, label, suggested, ungradable, score, sentence }) => [
    image,
    `${label} ${gradeNames[label]}`,
    ungradable ? 'ungradable' : `${suggested} ${gradeNames[suggested]}`,
    score.toFixed(3),
    sentence,
  ])
  const table = rows.length > 0 ? [columns([['photograph', 'label', 'suggested', 'suspicion', 'reason'], ...rows])] : []
  const unseen = `By model ${model}; ${unscored - locked} labelled photographs have no prediction to judge them by.`
  const kept = locked === 0 ? '' : ` ${locked} more are locked away to judge models by until they are read blind.`
  return [...table, unseen + kept].join('\n')
}
