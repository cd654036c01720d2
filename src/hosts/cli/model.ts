import type { Command } from 'commander'
import type { ModelId } from '#shared/ids.ts'
import { type Answering, type CommandDefinition, newCommand } from './command.ts'
import { followRun } from './follow-run.ts'
import { modelBuildCommand } from './model-build.ts'
import { modelEnsembleCommand } from './model-ensemble.ts'
import { modelImportCommand } from './model-import.ts'
import { modelStepCommand } from './model-step.ts'
import { modelSummaryCommand } from './model-summary.ts'
import { modelValue } from './option-values.ts'
import { forceOption, outputFile } from './output-file.ts'
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
              const { licenceNotes, learntElsewhereHow, importNotes } = await client.models.card({ model: model.id })
              return { ...model, licenceNotes, learntElsewhereHow, importNotes }
            }),
          )
          const header = ['model', 'name', 'architecture', 'status', 'in use', 'kappa', 'made']
          const rows = models.map(({ id, name, architecture, status, current, qwk, createdAt }) => [
            id,
            name,
            architecture,
            status,
            current ? 'yes' : '',
            figure(qwk),
            createdAt,
          ])
          const words = models.flatMap(({ id, untrained, doubt }) =>
            [untrained, doubt].flatMap((sentence) => (sentence === null ? [] : [`${id}: ${sentence}`])),
          )
          const said = models.flatMap((one) => [one.licenceNotes, one.learntElsewhereHow ?? []].flat())
          const notes = new Set([...words, ...said])
          const text = rows.length > 0 ? [columns([header, ...rows]), ...notes].join('\n') : 'There is no model yet.'
          return { document: { models }, text }
        }),
      ),
    )
}

function promote(answering: Answering): Command {
  return newCommand('promote', 'put a model in use, once it has looked at every photograph')
    .argument('<project>', 'folder of the project')
    .requiredOption('--model <id>', 'the model', modelValue)
    .action(
      answering((terminal, folder: string, { model }: { model: ModelId }) =>
        withProject(terminal, folder, async ({ client }) => {
          const { run } = await client.models.promote({ model })
          if (run) await followRun(client, run, terminal)
          const promoted = (await client.models.list()).find(({ id }) => id === model)
          return { document: { model, status: promoted?.status }, text: `${model} is in use.` }
        }),
      ),
    )
}

function exportFile(answering: Answering): Command {
  return newCommand('export', "write a model's .onnx file")
    .argument('<project>', 'folder of the project')
    .requiredOption('--model <id>', 'the model', modelValue)
    .requiredOption('--file <file>', 'the file to write', outputFile)
    .addOption(forceOption())
    .action(
      answering((terminal, folder: string, options: { model: ModelId; file: string; force?: boolean }) =>
        withProject(terminal, folder, async ({ client }) => {
          const { model, file } = await client.models.save(options)
          return { document: { model, file }, text: `Model ${model} is in ${file}.` }
        }),
      ),
    )
}
