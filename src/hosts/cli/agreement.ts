import type { ReadersAgreement } from '#shared/contract/readers.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { namesValue } from './option-values.ts'
import { withProject } from './project.ts'
import { columns, figure } from './words.ts'

export const agreementCommand: CommandDefinition = (answering) =>
  newCommand('agreement', 'how far readers agree')
    .argument('<project>', 'folder of the project')
    .option('--graders <a,b>', 'these readers; all where left out', namesValue)
    .action(
      answering((terminal, folder: string, { graders }: { graders?: string[] }) =>
        withProject(terminal, folder, async ({ client }) => {
          const report = await client.readers.agreement({ graders })
          return { document: report, text: describeAgreement(report) }
        }),
      ),
    )

function describeAgreement(report: ReadersAgreement): string {
  const { photographs, pairs, fleiss, krippendorffOrdinal, gwetAc2Quadratic, percentAgreement, quality, model } = report
  const rows = pairs.map(({ a, b, n, kappa, quadraticKappa, interval: [low, high] }) => [
    ...[`${a} and ${b}`, String(n), figure(kappa), figure(quadraticKappa), `${figure(low)} to ${figure(high)}`],
  ])
  const readers = quality.map(({ grader, dawidSkene, crowdlab }) => [grader, figure(dawidSkene), figure(crowdlab)])
  return [
    columns([['readers', 'both graded', 'kappa', 'quadratic kappa', '95 % interval'], ...rows]),
    `${photographs} photographs: Fleiss ${figure(fleiss)}, Krippendorff's alpha (ordinal) ${figure(krippendorffOrdinal)}, Gwet's AC2 (quadratic) ${figure(gwetAc2Quadratic)}, agreement ${figure(percentAgreement)}.`,
    columns([['share right', 'Dawid and Skene', `CROWDLAB${model === null ? '' : ` with ${model}`}`], ...readers]),
  ].join('\n')
}
