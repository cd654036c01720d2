import type { Command } from 'commander'
import { Option } from 'commander'
import { architectures } from '#nn/architectures/registry.ts'
import type { ModelSummary } from '#shared/contract/common.ts'
import type { ModelId } from '#shared/ids.ts'
import { collectAssignment } from './assignments.ts'
import { type Answering, type CommandDefinition, newCommand } from './command.ts'
import { modelSummaryCommand } from './model-summary.ts'
import { notYetAvailable } from './not-yet-available.ts'
import { modelValue, wholeNumber } from './option-values.ts'
import { withProject } from './project.ts'
import { columns, figure } from './words.ts'

export const modelCommand: CommandDefinition = (answering) => {
  const command = newCommand('model', "a project's models, and networks without one")
  for (const define of [list, promote, importFile, exportFile, modelSummaryCommand, build, step]) {
    command.addCommand(define(answering))
  }
  return command
}

function list(answering: Answering): Command {
  return newCommand('list', "a project's models, oldest first")
    .argument('<project>', 'folder of the project')
    .action(
      answering((terminal, folder: string) =>
        withProject(terminal, folder, async ({ client }) => {
          const models = await client.models.list()
          const header = ['model', 'name', 'architecture', 'status', 'kappa', 'made']
          const rows = models.map(({ id, name, architecture, status, qwk, createdAt }) => [
            id,
            name,
            architecture,
            status,
            figure(qwk),
            createdAt,
          ])
          const text = rows.length > 0 ? columns([header, ...rows]) : 'There is no model yet.'
          return { document: { models: models.map(listed) }, text }
        }),
      ),
    )
}

function listed({ id, name, architecture, head, status, parent, createdAt, qwk, current }: ModelSummary) {
  return { id, name, architecture, head, status, parent, createdAt, qwk, current }
}

function promote(answering: Answering): Command {
  return newCommand('promote', 'make a model the current one')
    .argument('<project>', 'folder of the project')
    .requiredOption('--model <id>', 'the model', modelValue)
    .action(
      answering((terminal, folder: string, { model }: { model: ModelId }) =>
        withProject(terminal, folder, async ({ client }) => {
          const promoted = await client.models.promote({ model })
          return { document: { model: promoted.id, status: promoted.status }, text: `${model} is the current model.` }
        }),
      ),
    )
}

function exportFile(answering: Answering): Command {
  return newCommand('export', "write a model's .onnx file")
    .argument('<project>', 'folder of the project')
    .requiredOption('--model <id>', 'the model', modelValue)
    .requiredOption('--file <file>', 'the file to write')
    .action(
      answering((terminal, folder: string, options: { model: ModelId; file: string }) =>
        withProject(terminal, folder, async ({ client }) => {
          const { model, file } = await client.models.save(options)
          return { document: { model, file }, text: `Model ${model} is in ${file}.` }
        }),
      ),
    )
}

function importFile(answering: Answering): Command {
  return newCommand('import', 'take a trained .onnx file into a project')
    .argument('<project>', 'folder of the project')
    .requiredOption('--file <file>', 'the file')
    .action(
      answering(async () => {
        throw notYetAvailable('Importing a model')
      }),
    )
}

function build(answering: Answering): Command {
  return newCommand('build', 'make an .onnx file of an architecture and a weights file')
    .addOption(architectureOption())
    .option('--classes <n>', 'how many grades', wholeNumber(2, 1000), 5)
    .addOption(new Option('--head <name>', 'how grades are told apart').choices(['softmax', 'ordinal', 'regression']))
    .option('--weights <file>', 'a .safetensors file')
    .requiredOption('--output <file>', 'the file to write')
    .action(
      answering(async () => {
        throw notYetAvailable('Building a model from weights')
      }),
    )
}

function step(answering: Answering): Command {
  return newCommand('step', 'training steps on tensors of a file, to compare with other programs')
    .requiredOption('--file <file>', 'the .onnx file')
    .requiredOption('--input <file>', 'a .safetensors file with `image` and `target`')
    .option('--optimizer <name>', 'what updates the parameters')
    .option('--set <name=value>', "one of the optimizer's settings; may be repeated", collectAssignment)
    .option('--steps <n>', 'how many', wholeNumber(1, 1_000_000), 1)
    .requiredOption('--output <file>', 'the .safetensors file to write')
    .action(
      answering(async () => {
        throw notYetAvailable('Training steps on a file')
      }),
    )
}

function architectureOption(): Option {
  return new Option('--architecture <name>', `such as ${architectures[0]?.name}`).makeOptionMandatory()
}
