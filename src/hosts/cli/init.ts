import { basename, resolve } from 'node:path'
import { type CommandDefinition, newCommand } from './command.ts'
import { tellWarnings, withWorkstation } from './project.ts'

export const initCommand: CommandDefinition = (answering) =>
  newCommand('init', 'make an empty project')
    .argument('<project>', 'folder of the new project, such as clinic.regrade')
    .option('--parents', 'make the folders above it, too, where they are not there')
    .option('--name <name>', "the project's name; the folder's where left out")
    .action(
      answering((terminal, folder: string, options: { name?: string; parents?: boolean }) =>
        withWorkstation(terminal, async ({ client }) => {
          const name = options.name ?? basename(resolve(folder)).replace(/\.regrade$/, '')
          const project = await client.projects.create({ folder, name, createFolders: options.parents })
          tellWarnings(terminal, project)
          return {
            document: { project: project.folder, id: project.id, name: project.name },
            text: `Made the project ${project.name} in ${project.folder}.`,
          }
        }),
      ),
    )
