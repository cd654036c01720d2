import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkstationContext } from '../context.ts'
import { procedures } from '../procedures.ts'
import { closeProject, createFolder, describeProject, openFolder } from './open-project.ts'

export function projectProcedures(context: WorkstationContext) {
  const { projects } = procedures
  return {
    current: projects.current.handler(() => (context.session ? describeProject(context) : null)),
    recent: projects.recent.handler(() =>
      context.settings
        .read()
        .recent.map((one) => ({ ...one, present: existsSync(join(one.folder, 'project.sqlite')) })),
    ),
    create: projects.create.handler(({ input }) => createFolder(context, input.folder, input.name)),
    open: projects.open.handler(({ input }) => openFolder(context, input.folder)),
    close: projects.close.handler(async () => {
      await closeProject(context)
      return null
    }),
  }
}
