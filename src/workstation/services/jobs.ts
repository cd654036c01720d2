import { openSession, type WorkstationContext } from '../context.ts'
import { procedures } from '../procedures.ts'

export function jobProcedures(context: WorkstationContext) {
  const { jobs } = procedures
  return {
    list: jobs.list.handler(() => openSession(context).jobs.list()),
    get: jobs.get.handler(({ input }) => openSession(context).jobs.get(input.run)),
    cancel: jobs.cancel.handler(({ input }) => openSession(context).jobs.cancel(input.run)),
    changes: jobs.changes.handler(({ signal }) => context.changes.follow(signal)),
  }
}
