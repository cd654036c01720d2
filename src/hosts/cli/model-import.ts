import { Option } from 'commander'
import { type HeadKind, headKinds } from '#nn/heads/head.ts'
import { AppError } from '#shared/errors.ts'
import type { Grade } from '#shared/grades.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { channelValues, classesValue, cutsValue, wholeNumber } from './option-values.ts'
import { withProject } from './project.ts'

interface ImportOptions {
  readonly file: string
  readonly architecture?: string
  readonly size?: number
  readonly mean?: number[]
  readonly deviation?: number[]
  readonly head?: HeadKind
  readonly classes?: Grade[]
  readonly cuts?: number[]
}

export const modelImportCommand: CommandDefinition = (answering) =>
  newCommand('import', 'take a trained .onnx file, or a .safetensors file of weights, into a project')
    .argument('<project>', 'folder of the project')
    .requiredOption('--file <file>', 'the file')
    .option('--architecture <name>', 'whose weights a .safetensors file has')
    .option('--size <px>', 'side of the square input, for a file that leaves it free', wholeNumber(16, 4096))
    .option(
      '--mean <r,g,b>',
      "of the model's input; that of this application's own models where left out",
      channelValues,
    )
    .option('--deviation <r,g,b>', 'likewise', channelValues)
    .addOption(
      new Option(
        '--head <name>',
        'what its outputs mean, where the file does not say: a grade each, steps, the grade',
      ).choices(headKinds),
    )
    .option(
      '--classes <names>',
      'the grade of each output, such as mild,moderate,none,proliferative,severe; as the file says where left out',
      classesValue,
    )
    .option('--cuts <a,b,c,d>', "where a regression's output passes from grade to grade", cutsValue)
    .action(
      answering((terminal, folder: string, { architecture: weightsOf, mean, deviation, ...given }: ImportOptions) =>
        withProject(terminal, folder, async ({ client }) => {
          if ((mean === undefined) !== (deviation === undefined)) {
            throw new AppError('usage', 'Mean and deviation are given together.')
          }
          if (mean?.some((value) => Math.abs(value) > 1)) {
            throw new AppError(
              'usage',
              'Mean and deviation are of pixels from 0 to 1: divide numbers meant for 0 to 255 by 255.',
            )
          }
          const normalisation = mean && deviation && { mean, deviation }
          const model = await client.models.import(
            { ...given, architecture: weightsOf, normalisation },
            { signal: terminal.signal },
          )
          const { id, name, architecture, head, status, untrained } = model
          const { importNotes, cuts } = await client.models.card({ model: id })
          const what =
            untrained === null
              ? `a ${status}.`
              : `a place to start from. ${untrained} Fine-tune from it: train --set start=${id}.`
          return {
            document: { model: id, name, architecture, head, status, untrained, notes: importNotes, cuts },
            text: [`${given.file} is model ${id}, ${what}`, ...importNotes].join('\n'),
          }
        }),
      ),
    )
