import { Option } from 'commander'
import type { ColumnMap, GradeChoices, ImportReport, ImportRequest } from '#shared/contract/imports.ts'
import { layoutChoiceSchema } from '#shared/contract/imports.ts'
import { AppError } from '#shared/errors.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { followRun } from './follow-run.ts'
import { columnsValue, gradesValue } from './option-values.ts'
import { withProject } from './project.ts'
import { firstOf } from './words.ts'

interface ImportOptions {
  readonly images: string
  readonly labels?: string
  readonly grades?: GradeChoices
  readonly layout: NonNullable<ImportRequest['layout']>
  readonly labelSet?: string
  readonly columns?: ColumnMap
  readonly patientsAs?: string
  readonly asNew?: boolean
}

export const importCommand: CommandDefinition = (answering) =>
  newCommand('import', 'bring photographs, and the labels of one file, into a project; safe to repeat')
    .argument('<project>', 'folder of the project')
    .requiredOption('--images <folder>', 'folder of the photographs; they stay where they are')
    .option(
      '--labels <file>',
      'the label file (CSV, text or .xlsx); without one, folders named for grades are the labels, and else there are none',
    )
    .addOption(
      new Option(
        '--layout <name>',
        "the label file's layout; folders: one folder a grade, no file; none: photographs alone",
      )
        .choices(layoutChoiceSchema.options)
        .default('auto'),
    )
    .option('--label-set <name>', "name of the label set; the file's, or the folder's, where left out")
    .option(
      '--grades <map>',
      'what words of the grade column count for: WORD=0..4 or WORD=none, parted by commas',
      gradesValue,
    )
    .option('--columns <map>', 'columns of a table: image=NAME,grade=NAME[,oedema=,patient=,eye=]', columnsValue)
    .option(
      '--patients-as <folder>',
      'a folder of the project that numbers its patients as this one does; else each folder numbers its own',
    )
    .option('--as-new', 'import photographs of a folder that was moved a second time, as others')
    .action(
      answering((terminal, folder: string, { images, labels, patientsAs, ...options }: ImportOptions) =>
        withProject(terminal, folder, async ({ client }) => {
          const request = {
            imagesFolder: images,
            ...(labels !== undefined && { labelsFile: labels }),
            patientsAs,
            ...options,
          }
          const { id } = await followRun(client, await client.imports.start(request), terminal)
          const report = await client.imports.report({ run: id })
          if (!report) throw new AppError('internal', `The import ${id} left no report.`)
          if (terminal.json) for (const warning of report.warnings) terminal.err(`Note: ${warning}\n`)
          return { document: report, text: describeImport(report) }
        }),
      ),
    )

export function describeImport(report: ImportReport): string {
  const disagreements = report.disagreements.map(
    ({ image, grades }) =>
      `${image} (${Object.entries(grades)
        .map(([set, grade]) => `${set} ${grade}`)
        .join(', ')})`,
  )
  const conflicts = report.conflicts.map(({ images, grades }) => `${images.join(' = ')} (${grades.join(', ')})`)
  const lists: [string, readonly string[]][] = [
    ['Rows without a photograph', report.missingImages],
    ['Photographs without a row', report.unlabelledImages],
    ['Unreadable', report.unreadable.map(({ file, reason }) => `${file}: ${reason}`)],
    ['Notes', report.notes.map(({ file, note }) => `${file}: ${note}`)],
    ['The same file under two names', report.duplicates.map((group) => group.join(' = '))],
    ['The same file with two grades', conflicts],
    ['Label sets disagree on', disagreements],
    ['Rejected rows', report.rejectedRows.map(({ line, reason }) => `line ${line}: ${reason}`)],
  ]
  const found = lists.filter(([, items]) => items.length > 0)
  return [
    report.labelSet === null
      ? `${report.images} photographs, without labels.`
      : `${report.images} photographs; ${report.labels} labels of ${report.labelSet} (layout ${report.layout}).`,
    report.sentence,
    ...report.warnings.map((warning) => `Note: ${warning}`),
    ...(report.augmentedCopies > 0
      ? [`${report.augmentedCopies} are turned or mirrored copies of others, and in one group with them.`]
      : []),
    ...found.map(([title, items]) => `${title}, ${items.length}: ${firstOf(items)}`),
  ].join('\n')
}
