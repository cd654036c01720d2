import type { LabelSetDetails, PrimaryChange } from '#shared/contract/labels.ts'
import { AppError } from '#shared/errors.ts'
import { gradeNames, grades } from '#shared/grades.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { withProject } from './project.ts'
import { columns } from './words.ts'

interface LabelsOptions {
  readonly primary?: string
  readonly preview?: boolean
}

export const labelsCommand: CommandDefinition = (answering) =>
  newCommand('labels', 'the label files of a project, and which of them count')
    .argument('<project>', 'folder of the project')
    .option('--primary <name>', 'make this label set the primary one: its labels count before those of others')
    .option('--preview', 'with --primary: tell what it would do to the grades, and leave them as they are')
    .action(
      answering((terminal, folder: string, { primary: labelSet, preview = false }: LabelsOptions) =>
        withProject(terminal, folder, async ({ client }) => {
          if (labelSet === undefined) {
            if (preview) throw new AppError('usage', '--preview tells what --primary NAME would do: name a label set.')
            const labelSets = await client.labels.list()
            return { document: { labelSets }, text: describeSets(labelSets) }
          }
          const asked = { labelSet }
          const change = await (preview ? client.labels.previewPrimary(asked) : client.labels.makePrimary(asked))
          const labelSets = await client.labels.list()
          const text = `${describeChange(change, preview)}\n\n${describeSets(labelSets)}`
          return { document: { labelSets, change }, text }
        }),
      ),
    )

function describeSets(sets: readonly LabelSetDetails[]): string {
  if (sets.length === 0) return 'There are no label files yet. Import photographs with one.'
  const rows = sets.flatMap(({ name, primary, details, counting }) =>
    details.map(({ fileName, layout, rows: all, graded, labels }, index) => {
      const set = index === 0 ? [name, primary ? 'primary' : '', String(counting)] : ['', '', '']
      return [...set, fileName, layout, String(all), String(graded), String(labels)]
    }),
  )
  const head = ['label set', '', 'count', 'file', 'layout', 'rows', 'with a grade', 'with a photograph']
  return columns([head, ...rows])
}

/** What a change of the primary set does, or did. */
export function describeChange({ labelSet, before, changed, read, labelled, matrix }: PrimaryChange, preview: boolean) {
  if (before === labelSet) return `"${labelSet}" is the primary label set already.`
  const done = preview
    ? `"${labelSet}" as the primary label set in place of "${before}" would change`
    : `"${labelSet}" is now the primary label set in place of "${before}". This changed`
  const kept = read > 0 ? ` ${read} of them have been read: what readers decided stays.` : ''
  const rows = grades.map((from) => [`${from} ${gradeNames[from]}`, ...(matrix[from] ?? []).map(String)])
  const table = columns([['before / after', ...grades.map(String)], ...rows])
  const sentence = `${done} the labels of ${changed} of ${labelled} photographs.${kept}`
  const back = preview ? '' : `\nTo take it back: labels PROJECT --primary "${before}"`
  return changed === 0 ? sentence + back : `${sentence}\n${table}${back}`
}
