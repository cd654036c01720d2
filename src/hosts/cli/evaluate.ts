import { Option } from 'commander'
import { evaluationSplits } from '#shared/contract/training.ts'
import type { ModelId } from '#shared/ids.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { describeEvaluation } from './describe-evaluation.ts'
import { modelValue } from './option-values.ts'
import { withProject } from './project.ts'

interface EvaluateOptions {
  readonly model?: ModelId
  readonly split?: (typeof evaluationSplits)[number]
  readonly labelSet?: string
  readonly tta?: boolean
}

export const evaluateCommand: CommandDefinition = (answering) =>
  newCommand('evaluate', 'judge a model on photographs it never saw')
    .argument('<project>', 'folder of the project')
    .option('--model <id>', 'the current one where left out', modelValue)
    .addOption(new Option('--split <name>', 'which photographs').choices(evaluationSplits))
    .option('--label-set <name>', 'judge by the labels of this set; the current grades where left out')
    .option('--tta', 'look anew, and average over flipped and magnified copies')
    .action(
      answering(async (terminal, folder: string, { model, split, labelSet, tta }: EvaluateOptions) => {
        return await withProject(terminal, folder, async ({ client }) => {
          const report = await client.models.evaluate({ model, split, labelSet, tta }, { signal: terminal.signal })
          return { document: report, text: describeEvaluation(report) }
        })
      }),
    )
