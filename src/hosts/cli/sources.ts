import type { SourceState } from '#shared/contract/sources.ts'
import { AppError } from '#shared/errors.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { withProject } from './project.ts'
import { columns } from './words.ts'

interface SourcesOptions {
  readonly relocate?: string
  readonly to?: string
  readonly check?: boolean
}

export const sourcesCommand: CommandDefinition = (answering) =>
  newCommand('sources', 'the folders of photographs of a project, and whether their photographs are still there')
    .argument('<project>', 'folder of the project')
    .option('--relocate <folder>', 'say that this folder was moved: labels, readings and predictions stay')
    .option('--to <folder>', 'with --relocate: where it lies now')
    .option('--check', 'read every file, those of the same size and time, too')
    .action(
      answering((terminal, project: string, { relocate: folder, to, check = false }: SourcesOptions) =>
        withProject(terminal, project, async ({ client }) => {
          if ((folder === undefined) !== (to === undefined)) {
            throw new AppError('usage', '--relocate FOLDER and --to FOLDER are given together.')
          }
          const moved = folder !== undefined && to !== undefined
          if (moved) await client.sources.relocate({ folder, to, check }, { signal: terminal.signal })
          const sources = await client.sources.list({ check }, { signal: terminal.signal })
          const said = moved ? `The photographs of ${folder} are looked for in ${to} now.\n\n` : ''
          return { document: { sources }, text: said + describeSources(sources) }
        }),
      ),
    )

/** Names told in a line. */
const told = 10

export function describeSources(sources: readonly SourceState[]): string {
  if (sources.length === 0) return 'There are no photographs yet. Import a folder of them.'
  const rows = sources.map(({ folder, images, missing, changed }) => [
    ...[folder, String(images)],
    ...[String(missing), String(changed)],
  ])
  const lines = sources.flatMap(({ folder, missingFiles, changedFiles }) => [
    ...line('Not there', folder, missingFiles),
    ...line('Other bytes than when imported (import the folder again to take them as they are)', folder, changedFiles),
  ])
  return [columns([['folder', 'photographs', 'not there', 'changed'], ...rows]), ...lines].join('\n')
}

function line(what: string, folder: string, files: readonly string[]): string[] {
  if (files.length === 0) return []
  const more = files.length > told ? ` and ${files.length - told} more` : ''
  return [`${what}, of ${folder}: ${files.slice(0, told).join(', ')}${more}`]
}
