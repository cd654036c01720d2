import type { LabelHealth, Ledger } from '#shared/contract/health.ts'
import { gradeNames } from '#shared/grades.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { shareValue } from './option-values.ts'
import { withProject } from './project.ts'
import { columns, figure } from './words.ts'

export const healthCommand: CommandDefinition = (answering) =>
  newCommand('health', 'how good the labels are: errors found and left at each boundary, noise, classes, fellow eyes')
    .argument('<project>', 'folder of the project')
    .option('--grader <name>', "by this reader's readings; by what all settled on where left out")
    .option('--rate <share>', 'share of wrong labels that may stay', shareValue, 0.02)
    .action(
      answering((terminal, folder: string, options: { grader?: string; rate: number }) =>
        withProject(terminal, folder, async ({ client }) => {
          const [ledger, labels] = [await client.health.ledger(options), await client.health.labels()]
          return { document: { ledger, labels }, text: `${describeLedger(ledger)}\n\n${describeLabels(labels)}` }
        }),
      ),
    )

function describeLedger({ boundaries, selfAgreement: { n, same } }: Ledger): string {
  const rows = boundaries.map(({ boundary: [low, high], photographs, read, found, controls, wrongControls, gain }) => [
    ...[`${gradeNames[low]} - ${gradeNames[high]}`, String(photographs), String(read), String(found)],
    ...[`${wrongControls} of ${controls}`, figure(gain)],
  ])
  return [
    columns([['boundary', 'labels', 'read', 'found wrong', 'wrong controls', 'gain over random'], ...rows]),
    ...boundaries.map(({ advice }) => advice),
    ...(n > 0 ? [`Asked once more, readers said the same ${same} of ${n} times.`] : []),
  ].join('\n')
}

function describeLabels({ labelled, estimatedWrong, classes, eyes, reliability }: LabelHealth): string {
  const rows = classes.map(({ grade, labelled: as, current, estimated }) => [
    ...[gradeNames[grade], String(as), String(current), estimated === null ? '-' : String(Math.round(estimated))],
  ])
  return [
    columns([['grade', 'labelled', 'now', 'estimated'], ...rows]),
    estimatedWrong === null
      ? 'No model has told of photographs that it never saw: noise cannot be estimated.'
      : `About ${Math.round(estimatedWrong)} of ${labelled} labels are wrong, by their suspicion and what readers found.`,
    ...(eyes.n > 0
      ? [`${eyes.n} pairs of eyes: same grade ${figure(eyes.same)}, within one ${figure(eyes.withinOne)}.`]
      : []),
    ...(reliability
      ? [
          `Suspicion of ${reliability.n} labels that were read: calibration error ${figure(reliability.calibrationError)}.`,
        ]
      : []),
  ].join('\n')
}
