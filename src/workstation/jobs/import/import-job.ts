import { resolve } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { type ImportReport, type ImportRequest, importRequestSchema } from '#shared/contract/imports.ts'
import { AppError } from '#shared/errors.ts'
import { readAside } from '../../imports/read-aside.ts'
import type { Job, JobContext } from '../../job.ts'
import { noteCopies } from '../../provenance/note-copies.ts'
import { movedFrom } from '../../sources/moved-from.ts'
import { rankAll } from '../../suspicion/rank.ts'
import { recheckAndRank } from '../../suspicion/recheck-and-rank.ts'
import { scoreByStarter } from '../score/score-by-starter.ts'
import { reportImport } from './import-report.ts'
import { inspectNew } from './inspect-new.ts'
import { expectRoom, keepLabels } from './keep-labels.ts'
import { nameKnown, peopleOf } from './photograph-people.ts'

/** Photographs of a folder, and the labels of one file or of the folders' own names, into the project. Safe to repeat: what is known stays as it is,
 *  and a stop half-way keeps what was read so far. */
export const importJob: Job = {
  kind: 'import',
  resumable: false,
  execute: async (request, context) => await importAll(importRequestSchema.parse(request), context),
}

async function importAll(request: ImportRequest, context: JobContext): Promise<ImportReport> {
  const { store, changes } = context
  const read = await readAside(request, context.signal)
  const { folder, paths, labels, match } = read
  if (labels?.file.problem) throw new AppError('labels_unreadable', labels.file.problem)
  if (!request.asNew) await refuseMoved(store, folder, paths)
  const made = labels && { name: labels.name, fileName: labels.fileName, sha256: labels.sha256 }
  if (made) expectRoom(store, made, labels.file, { match, folder })

  const source = store.transaction(() => {
    const added = store.images.upsertSource(folder, context.now().toISOString())
    if (request.patientsAs !== undefined) store.images.numberPatientsAs(added, resolve(request.patientsAs))
    return added
  })
  const people = peopleOf(paths, match)
  const unreadable = await inspectNew(source, folder, paths, people, context)
  nameKnown(store, source, people)
  const set = made && keepLabels({ ...made, source }, labels.file, match, context)

  noteCopies(store)
  recheckAndRank(store)
  const model = store.models.current()
  if (model) rankAll(store, model.id)
  changes.publish({ kind: 'project' })
  changes.publish({ kind: 'photographs' })
  const scoring = context.attended ? scoreByStarter(store) : null
  if (scoring) store.runs.create('score', scoring, context.now().toISOString())
  // Rows and report are of some hundred milliseconds each, of a large file: whoever grades gets a turn between them.
  await turn()
  return reportImport(store, { ...read, set, source, unreadable })
}

/** Photographs of a folder that was moved would come in a second time, without their labels and readings. */
async function refuseMoved(store: JobContext['store'], folder: string, paths: readonly string[]): Promise<void> {
  const moved = await movedFrom(store, folder, paths)
  if (!moved) return
  throw new AppError(
    'conflict',
    `The photographs of ${moved.folder} lie in ${folder} now, with the same bytes. Say that the folder was moved (sources --relocate ${moved.folder} --to ${folder}), and they keep their labels and readings; --as-new imports them a second time.`,
    { details: { moved, folder } },
  )
}
