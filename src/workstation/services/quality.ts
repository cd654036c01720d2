import { screeningReportSchema } from '#shared/contract/quality.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { procedures } from '../procedures.ts'

export function qualityProcedures(context: WorkstationContext) {
  const { quality } = procedures
  return {
    screen: quality.screen.handler(() => openSession(context).jobs.enqueue('screen', null)),
    report: quality.report.handler(({ input }) =>
      screeningReportSchema.nullable().parse(openSession(context).store.runs.get(input.run).result),
    ),
    list: quality.list.handler(({ input }) => {
      const { store } = openSession(context)
      const { items, ...page } = store.quality.list(input)
      const names = store.images.names()
      return { ...page, items: items.map((item) => ({ ...item, name: names.get(item.image) ?? String(item.image) })) }
    }),
    decide: quality.decide.handler(({ input: { images, verdict, grader } }) => {
      const { store } = openSession(context)
      const at = context.now().toISOString()
      const changed = store.transaction(() => {
        store.events.append({ at, who: grader, what: 'quality.decide', details: { images, verdict } })
        return store.quality.decide(images, verdict, grader, at)
      })
      context.changes.publish({ kind: 'photographs' })
      return { changed }
    }),
  }
}
