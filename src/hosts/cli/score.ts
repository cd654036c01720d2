import { AppError } from '#shared/errors.ts'
import type { ModelId } from '#shared/ids.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { followRun } from './follow-run.ts'
import { modelValue } from './option-values.ts'
import { withProject } from './project.ts'
import { tellRuntime } from './tell-runtime.ts'

export const scoreCommand: CommandDefinition = (answering) =>
  newCommand('score', "store a model's probabilities of every photograph")
    .argument('<project>', 'folder of the project')
    .option('--model <id>', 'the current one where left out', modelValue)
    .action(
      answering((terminal, folder: string, { model }: { model?: ModelId }) =>
        withProject(terminal, folder, async ({ client }) => {
          const started = await client.models.score({ model })
          await tellRuntime(client, 'auto', terminal)
          const { id } = await followRun(client, started, terminal)
          const scored = await client.models.scored({ run: id })
          if (!scored) throw new AppError('internal', `The scoring ${id} left no result.`)
          const { doubt } = (await client.models.card({ model: scored.model })).model
          const text = `Model ${scored.model} scored ${scored.images} photographs (${scored.imagesPerSecond.toFixed(1)} a second).`
          return { document: { ...scored, doubt }, text: doubt === null ? text : `${text}\n${doubt}` }
        }),
      ),
    )
