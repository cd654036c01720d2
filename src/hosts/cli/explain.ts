import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Option } from 'commander'
import { type ExplainRequest, mapMethods } from '#shared/contract/looking.ts'
import { AppError } from '#shared/errors.ts'
import { type Grade, gradeNames } from '#shared/grades.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { gradeValue } from './option-values.ts'
import { newFile } from './output-file.ts'
import { withProject } from './project.ts'

interface ExplainOptions {
  readonly image: string
  readonly grade?: Grade
  readonly against?: Grade
  readonly method: NonNullable<ExplainRequest['method']>
  readonly layer?: string
  readonly output?: string
}

export const explainCommand: CommandDefinition = (answering) =>
  newCommand('explain', 'where the model looked: a heat map that lies exactly over the photograph')
    .argument('<project>', 'folder of the project')
    .requiredOption('--image <id>', "the photograph's name")
    .option('--grade <k>', 'explain this grade; the predicted one where left out', gradeValue)
    .option('--against <k>', 'what speaks for the grade and not for this one', gradeValue)
    .addOption(new Option('--method <name>', 'how the map is made').choices(mapMethods).default('grad-cam'))
    .option('--layer <name>', "the network's layer to look at; the last convolution where left out")
    .option('--output <file>', 'PNG to write', newFile)
    .action(
      answering((terminal, folder: string, { image: name, output, ...options }: ExplainOptions) =>
        withProject(terminal, folder, async (workstation) => {
          const { client } = workstation
          const { image } = await client.review.find({ image: name })
          const explanation = await client.looking.explain({ image, ...options }, { signal: terminal.signal })
          const { grade, probabilities, map, model, method, layer, overlay } = explanation
          if (output !== undefined) await writeOverlay(workstation, overlay, resolve(output))
          const odds = probabilities.map((p, k) => `${gradeNames[k]} ${(p * 100).toFixed(1)} %`).join(', ')
          const where = output === undefined ? '' : `\nThe map of ${gradeNames[grade]} is in ${output}.`
          return {
            document: { image: name, grade, probabilities, map, model, method, layer, output: output ?? null },
            text: `${name}: ${odds} (model ${model}).${where}`,
          }
        }),
      ),
    )

async function writeOverlay({ pixels }: Workstation, path: string, file: string): Promise<void> {
  const response = await pixels(new Request(`http://127.0.0.1${path}`))
  if (!response.ok) throw new AppError('internal', 'The heat map was made but could not be read again.')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, new Uint8Array(await response.arrayBuffer()))
}
