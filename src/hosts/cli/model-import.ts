import { AppError } from '#shared/errors.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { channelValues, wholeNumber } from './option-values.ts'
import { withProject } from './project.ts'

interface ImportOptions {
  readonly file: string
  readonly architecture?: string
  readonly size?: number
  readonly mean?: number[]
  readonly deviation?: number[]
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
    .action(
      answering((terminal, folder: string, { file, architecture: weightsOf, size, mean, deviation }: ImportOptions) =>
        withProject(terminal, folder, async ({ client }) => {
          if ((mean === undefined) !== (deviation === undefined)) {
            throw new AppError('usage', 'Mean and deviation are given together.')
          }
          const normalisation = mean && deviation && { mean, deviation }
          const model = await client.models.import(
            { file, architecture: weightsOf, size, normalisation },
            { signal: terminal.signal },
          )
          const { id, name, architecture, head, status } = model
          return {
            document: { model: id, name, architecture, head, status },
            text: `${file} is model ${id}, a ${status}.`,
          }
        }),
      ),
    )
