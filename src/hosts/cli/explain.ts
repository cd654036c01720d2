import { resolve } from 'node:path'
import { Option } from 'commander'
import { type MapMethod, mapMethods, usualMapMethod } from '#shared/contract/looking.ts'
import { AppError } from '#shared/errors.ts'
import { type Grade, gradeNames } from '#shared/grades.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { explainAll, writeOverlay } from './explain-all.ts'
import { gradeValue, layersValue } from './option-values.ts'
import { forceOption, newFile, newFolder, targetFile } from './output-file.ts'
import { withProject } from './project.ts'
import { firstOf } from './words.ts'

interface ExplainOptions {
  readonly image?: string
  readonly all?: true
  readonly grade?: Grade
  readonly against?: Grade
  readonly method: MapMethod
  readonly layer?: string[]
  readonly output?: string
  readonly force?: boolean
}

export const explainCommand: CommandDefinition = (answering) =>
  newCommand('explain', 'where the model looked: a heat map that lies exactly over the photograph')
    .argument('<project>', 'folder of the project')
    .option('--image <id>', "the photograph's name")
    .option('--all', 'every photograph of the project, in place of one')
    .option('--grade <k>', 'explain this grade; the predicted one where left out', gradeValue)
    .option('--against <k>', 'what speaks for the grade and not for this one', gradeValue)
    .addOption(new Option('--method <name>', 'how the map is made').choices(mapMethods).default(usualMapMethod))
    .option(
      '--layer <names>',
      "the network's layer to look at, or several with commas between them, whose maps are averaged; the method's usual one where left out",
      layersValue,
    )
    .option('--output <path>', 'PNG to write; with --all, folder for a PNG of each photograph')
    .addOption(forceOption())
    .action(
      answering(
        async (
          terminal,
          folder: string,
          { image: name, all, output, force, layer = [], ...options }: ExplainOptions,
        ) => {
          if ((name === undefined) === (all === undefined))
            throw new AppError('usage', 'Either one photograph is explained, with --image, or every one, with --all.')
          if (all && output === undefined)
            throw new AppError('usage', 'With --all, --output names the folder that the maps are written in.')
          if (output !== undefined) (all ? newFolder : newFile)(output)
          return await withProject(terminal, folder, async (workstation) => {
            const asked = { ...options, layers: layer }
            if (name === undefined) {
              const document = await explainAll(workstation, asked, resolve(output ?? ''), force, terminal)
              const { maps, unreadable } = document
              const left =
                unreadable.length === 0 ? '' : ` Could not be read: ${firstOf(unreadable.map((one) => one.image))}.`
              return { document, text: `The maps of ${maps.length} photographs are in ${output}.${left}` }
            }
            const { client, sources } = workstation
            const around = { sources: sources(), force }
            const target = output === undefined ? null : targetFile(output, around)
            const { image } = await client.review.find({ image: name })
            const explanation = await client.looking.explain({ image, ...asked }, { signal: terminal.signal })
            const { grade, probabilities, map, model, method, layer: used, overlay } = explanation
            if (target) await writeOverlay(workstation, overlay, target)
            const odds = probabilities.map((p, k) => `${gradeNames[k]} ${(p * 100).toFixed(1)} %`).join(', ')
            const where = output === undefined ? '' : `\nThe map of ${gradeNames[grade]} is in ${output}.`
            return {
              document: { image: name, grade, probabilities, map, model, method, layer: used, output: output ?? null },
              text: `${name}: ${odds} (model ${model}).${where}`,
            }
          })
        },
      ),
    )
