import type { Command } from 'commander'
import type { ModelId } from '#shared/ids.ts'
import { type Answering, type CommandDefinition, newCommand } from './command.ts'
import { modelBuildCommand } from './model-build.ts'
import { modelEnsembleCommand } from './model-ensemble.ts'
import { modelImportCommand } from './model-import.ts'
import { modelStepCommand } from './model-step.ts'
import { modelSummaryCommand } from './model-summary.ts'
import { modelValue } from './option-values.ts'
import { outputFile } from './output-file.ts'
import { withProject } from './project.ts'
import { columns, figure } from './words.ts'

const definitions: readonly CommandDefinition[] = [
  list,
  promote,
  modelImportCommand,
  modelEnsembleCommand,
  exportFile,
  modelSummaryCommand,
  modelBuildCommand,
  modelStepCommand,
]

export const modelCommand: CommandDefinition = (answering) => {
  const command = newCommand('model', "a project's models, and networks without one")
  for (const define of definitions) {
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
          const models = await Promise.all(
            (await client.models.list()).map(async (model) => {
              const { licenceNotes, learntElsewhereHow } = await client.models.card({ model: model.id })
              return { ...model, licenceNotes, learntElsewhereHow }
            }),
          )
          const header = ['model', 'name', 'architecture', 'status', 'kappa', 'made']
          const rows = models.map(({ id, name, architecture, status, qwk, createdAt }) => [
            id,
            name,
            architecture,
            status,
            figure(qwk),
            createdAt,
          ])
          const notes = new Set(models.flatMap((one) => [one.licenceNotes, one.learntElsewhereHow ?? []].flat()))
          const text = rows.length > 0 ? [columns([header, ...rows]), ...notes].join('\n') : 'There is no model yet.'
          return { document: { models }, text }
        }),
      ),
    )
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
    .requiredOption('--file <file>', 'the file to write', outputFile)
    .action(
      answering((terminal, folder: string, options: { model: ModelId; file: string }) =>
        withProject(terminal, folder, async ({ client }) => {
          const { model, file } = await client.models.save(options)
          return { document: { model, file }, text: `Model ${model} is in ${file}.` }
        }),
      ),
    )
}
