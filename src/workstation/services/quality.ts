import type { TurnRequest } from '#shared/contract/common.ts'
import { screeningReportSchema, type VerdictRequest } from '#shared/contract/quality.ts'
import { AppError } from '#shared/errors.ts'
import type { ImageId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { openSession, openSessionOf, type WorkstationContext } from '../context.ts'
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
    decide: quality.decide.handler(({ input }) => {
      const { store } = openSessionOf(context, input.project)
      const { verdict, grader } = input
      const at = context.now().toISOString()
      const decided = store.transaction(() => {
        const images = imagesMeant(store, input)
        const changed = store.quality.decide(images, verdict, grader, at)
        const unmeasured = input.images ? images.filter((image) => !store.quality.find(image)).length : 0
        const left = { already: images.length - changed - unmeasured, unmeasured }
        const selection = input.selection ? JSON.stringify(input.selection) : null
        store.events.append({ at, who: grader, what: 'quality.decide', details: { verdict, changed, left, selection } })
        return { changed, left }
      })
      context.changes.publish({ kind: 'photographs' })
      return decided
    }),
    undo: quality.undo.handler(({ input }) => turn(context, input, 'undo')),
    redo: quality.redo.handler(({ input }) => turn(context, input, 'redo')),
  }
}

/** The photographs that a verdict is meant for. What was chosen by its place in a list is looked up in the whole list: the window
 *  has no more of it than it shows. */
function imagesMeant(store: ProjectStore, { images, selection }: VerdictRequest): readonly ImageId[] {
  if (!selection) {
    if (images) return [...new Set(images)]
    throw new AppError('usage', 'Name the photographs that the verdict is for, or describe which they are.')
  }
  const listed = store.quality.images(selection)
  const { range, total } = selection
  const ends = range ? [range.first, range.last] : []
  const isSame = ends.every(({ place, image }) => place < total && (image === null || image === listed[place]))
  if (listed.length !== total || !isSame) {
    throw new AppError(
      'conflict',
      'The list has changed since these photographs were chosen. Look again; none was marked.',
    )
  }
  return range ? listed.slice(range.first.place, range.last.place + 1) : listed
}

function turn(context: WorkstationContext, { grader, project }: TurnRequest, way: 'undo' | 'redo') {
  const { store } = openSessionOf(context, project)
  const at = context.now().toISOString()
  const turned = store.transaction(() => {
    const found = store.quality.turn(way, grader, at)
    if (!found) return null
    const { change, verdict, images, turned } = found
    store.events.append({ at, who: grader, what: `quality.${way}`, details: { change, verdict, images, turned } })
    return { verdict, changed: turned, kept: images - turned }
  })
  if (turned) context.changes.publish({ kind: 'photographs' })
  return turned
}
