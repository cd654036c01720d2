import type { SourceState } from '#shared/contract/sources.ts'
import { AppError } from '#shared/errors.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SourceRow } from '#store/sources.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { procedures } from '../procedures.ts'
import { compareFolder, type FolderState } from '../sources/compare-folder.ts'
import { wholePath } from '../whole-path.ts'

export function sourceProcedures(context: WorkstationContext) {
  const { sources } = procedures
  return {
    list: sources.list.handler(async ({ input, signal }) => {
      const { store } = openSession(context)
      const states: SourceState[] = []
      for (const row of store.images.sources()) {
        const known = store.images.known(row.source)
        states.push(describe(row, await compareFolder(row.folder, known, { everything: input.check, signal })))
      }
      return states
    }),
    relocate: sources.relocate.handler(async ({ input, signal }) => {
      const { store } = openSession(context)
      const row = namedSource(store, wholePath(context, input.folder))
      const to = wholePath(context, input.to)
      requireFree(store, row, to)
      const known = store.images.known(row.source)
      const state = await compareFolder(to, known, { everything: input.check, signal })
      if (state.same.length === 0) throw nothingThere(row, to, [...known.keys()])
      store.transaction(() => {
        store.images.relocateSource(row.source, to)
        const details = { source: row.source, from: row.folder, to, found: state.same.length }
        store.events.append({ at: context.now().toISOString(), who: 'workstation', what: 'sources.relocate', details })
      })
      context.changes.publish({ kind: 'project' })
      context.changes.publish({ kind: 'photographs' })
      return describe({ ...row, folder: to }, state)
    }),
  }
}

function describe({ source, folder, images }: SourceRow, { missing, changed }: FolderState): SourceState {
  const lists = { missingFiles: [...missing], changedFiles: [...changed] }
  return { id: source, folder, images, missing: missing.length, changed: changed.length, ...lists }
}

function namedSource(store: ProjectStore, folder: string): SourceRow {
  const sources = store.images.sources()
  const row = sources.find((one) => one.folder === folder)
  if (row) return row
  const known = sources.length === 0 ? 'it has none' : `its folders are ${sources.map((one) => one.folder).join(', ')}`
  throw new AppError('not_found', `No photographs of ${folder} are in the project: ${known}.`)
}

function requireFree(store: ProjectStore, { folder }: SourceRow, to: string): void {
  const other = store.images.sources().find((one) => one.folder === to)
  if (!other) return
  const sentence =
    to === folder
      ? `The photographs of ${folder} are looked for there already.`
      : `${to} is a folder of the project by itself, with ${other.images} photographs. Name another one.`
  throw new AppError('conflict', sentence)
}

function nothingThere({ folder, images }: SourceRow, to: string, paths: readonly string[]): AppError {
  const [first = ''] = paths
  return new AppError(
    'not_found',
    `None of the ${images} photographs of ${folder} lies in ${to} under its name and with the same bytes. Name the folder that holds ${first}.`,
  )
}
