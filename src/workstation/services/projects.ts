import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSession, type WorkstationContext } from '../context.ts'
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
    create: projects.create.handler(({ input }) => createFolder(context, input)),
    open: projects.open.handler(({ input }) => openFolder(context, input.folder)),
    choose: projects.choose.handler(({ input: { settings, who = 'workstation' } }) => {
      const { store } = openSession(context)
      const at = context.now().toISOString()
      store.transaction(() => {
        store.settings.change(settings)
        store.events.append({ at, who, what: 'project.choose', details: settings })
      })
      context.changes.publish({ kind: 'project' })
      return describeProject(context)
    }),
    close: projects.close.handler(async () => {
      await closeProject(context)
      return null
    }),
  }
}
