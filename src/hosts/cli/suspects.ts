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
          const found = await client.looking.suspects({ limit, boundary, labelSet, candidate: true })
          return { document: found, text: describeSuspects(found) }
        }),
      ),
    )

type Suspects = Awaited<ReturnType<Workstation['client']['looking']['suspects']>>

/** One line a label, each with what speaks loudest, and whose word it is. */
export function describeSuspects({ model, inUse, unscored, unranked, suspects }: Suspects): string {
  const rows = suspects.map(({ image, label, suggested, ungradable, score, sentence }) => [
    image,
    `${label} ${gradeNames[label]}`,
    ungradable ? 'ungradable' : `${suggested} ${gradeNames[suggested]}`,
    score.toFixed(3),
    sentence,
  ])
  const table = rows.length > 0 ? [columns([['photograph', 'label', 'suggested', 'suspicion', 'reason'], ...rows])] : []
  return [...table, whoseOrder(model, inUse), ...unrankedLines(unscored, unranked, model)].join('\n')
}

function whoseOrder(model: Suspects['model'], inUse: boolean): string {
  if (model === null) return 'There is no model yet: train one.'
  return inUse
    ? `By model ${model}, which is in use.`
    : `By model ${model}, a candidate: no model is in use. \`model promote --model ${model}\` puts it in use.`
}

/** How many graded photographs have no place in the order, and why. */
function unrankedLines(
  unscored: number,
  { blind, settled, learnt, unscored: unsaid, noModel }: Suspects['unranked'],
  model: Suspects['model'],
): string[] {
  if (unscored === 0) return []
  const reasons = [
    [learnt, `${model} has learnt from them, from a copy or from another photograph of the patient`],
    [unsaid, `${model} has not looked at them yet: score the project`],
    [blind, 'locked away to judge models by until they are read blind'],
    [settled, 'settled by an adjudicator'],
    [noModel, 'no model is in use'],
  ] as const
  const said = reasons.flatMap(([count, why]) => (count > 0 ? [`  ${count}: ${why}`] : []))
  return [`${unscored} graded photographs are not ranked:`, ...said]
}
