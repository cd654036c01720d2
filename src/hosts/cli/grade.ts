import { Option } from 'commander'
import type { Reading } from '#shared/contract/review.ts'
import {
  type Decision,
  gradeNames,
  type Phase,
  phases,
  type UngradableReason,
  ungradableReasons,
} from '#shared/grades.ts'
import type { Lesion } from '#shared/lesions.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { decisionValue, lesionsValue } from './option-values.ts'
import { withProject } from './project.ts'

interface GradeOptions {
  readonly image: string
  readonly grader: string
  readonly grade: Decision
  readonly phase?: Phase
  readonly lesions?: Lesion[]
  readonly reason?: UngradableReason | null
}

export const gradeCommand: CommandDefinition = (answering) =>
  newCommand('grade', "record a reader's decision")
    .argument('<project>', 'folder of the project')
    .requiredOption('--image <id>', "the photograph's name")
    .requiredOption('--grader <name>', 'who decided')
    .requiredOption('--grade <0..4|ungradable>', 'the decision', decisionValue)
    .addOption(
      new Option(
        '--phase <name>',
        'what the reader had seen; revealed where left out, but blind for a first look at a photograph locked away to judge models by',
      ).choices(phases),
    )
    .option('--lesions <a,b>', 'lesions seen', lesionsValue)
    .addOption(new Option('--reason <name>', 'why it is ungradable').choices(ungradableReasons))
    .action(
      answering((terminal, folder: string, options: GradeOptions) =>
        withProject(terminal, folder, async ({ client }) => {
          const { image: name, grader, grade, phase, lesions = [], reason = null } = options
          const { image } = await client.review.find({ image: name })
          const reply = await client.review.grade({
            image,
            grader,
            decision: grade,
            ungradableReason: reason,
            phase,
            lesions,
          })
          const { reading, impliedGrade, contradiction } = reply
          const decision = grade === 'ungradable' ? grade : `${grade} ${gradeNames[grade]}`
          const warning = contradiction
            ? `\nThe lesions allow ${impliedGrade} ${gradeNames[impliedGrade ?? 0]} at least; the decision is another.`
            : ''
          return {
            document: { reading, impliedGrade, contradiction },
            text: `${grader} decided ${decision} for ${name}.${phase === undefined ? blindly(reading) : ''}${warning}`,
          }
        }),
      ),
    )

function blindly({ phase, grader }: Reading): string {
  if (phase !== 'blind') return ''
  return `\nThe photograph is locked away to judge models by and ${grader} had not read it yet: kept as read blind.`
}
