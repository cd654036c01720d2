import { resolve } from 'node:path'
import type { LabelFile, LabelFileRow } from '#interchange/label-file.ts'
import type { LabelMatch } from '#interchange/match.ts'
import { type ImportReport, type ImportRequest, importRequestSchema } from '#shared/contract/imports.ts'
import { AppError } from '#shared/errors.ts'
import type { LabelSetId, Sha256, SourceId } from '#shared/ids.ts'
import { sha256Of } from '#store/blobs.ts'
import { recheckUnseen } from '../judgement/recheck-unseen.ts'
import { readImport } from '../services/read-import.ts'
import { scoreByStarter } from '../starter/score-by-starter.ts'
import { rankAll } from '../suspicion/rank.ts'
import { reportImport } from './import-report.ts'
import { inspectNew } from './inspect-new.ts'
import type { Job, JobContext } from './job.ts'
import { refuseOtherGrades } from './kept-before.ts'
import { noteCopies } from './note-copies.ts'
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
  const read = await readImport(request, { signal: context.signal })
  const { folder, paths, labels, match } = read
  if (labels?.file.problem) throw new AppError('labels_unreadable', labels.file.problem)
  if (labels) refuseOtherGrades(store, labels)

  const source = store.transaction(() => {
    const added = store.images.upsertSource(folder, context.now().toISOString())
    if (request.patientsAs !== undefined) store.images.numberPatientsAs(added, resolve(request.patientsAs))
    return added
  })
  const people = peopleOf(paths, match)
  const unreadable = await inspectNew(source, folder, paths, people, context)
  nameKnown(store, source, people)
  const set = labels && keepLabels({ ...labels, sha256: sha256Of(labels.bytes), source }, labels.file, match, context)

  noteCopies(store)
  recheckUnseen(store)
  const model = store.models.current()
  if (model) rankAll(store, model.id)
  changes.publish({ kind: 'project' })
  changes.publish({ kind: 'photographs' })
  const scoring = context.attended ? scoreByStarter(store) : null
  if (scoring) store.runs.create('score', scoring, context.now().toISOString())
  return reportImport(store, { ...read, set, source, unreadable })
}

/** Every row as it came, joined to its photograph where there is one; in one transaction with the event. */
function keepLabels(
  made: { name: string; fileName: string; sha256: Sha256; source: SourceId },
  file: LabelFile,
  match: LabelMatch<LabelFileRow>,
  { store, now }: JobContext,
): LabelSetId {
  const { name, fileName, sha256, source } = made
  const images = store.images.known(source)
  const imageOf = new Map(match.matched.map(({ row, path }) => [row.line, images.get(path)?.image ?? null]))
  const ambiguous = new Map(match.ambiguous.map(({ row, reason }) => [row.line, reason]))
  const rows = file.rows.map(({ line, name: called, raw, grade, oedema, rejected }) => ({
    ...{ line, name: called, raw, grade, oedema },
    image: imageOf.get(line) ?? null,
    rejected: rejected ?? ambiguous.get(line) ?? null,
  }))
  const at = now().toISOString()
  return store.transaction(() => {
    const known = store.labels.byName(name)
    const set = store.labels.addSet(
      { name, layout: file.layout, fileName, sha256, sourceId: source, shape: { ...file.shape }, primary: false },
      at,
    )
    store.labels.addRows(set, rows)
    store.labels.joinImages(
      set,
      rows.flatMap(({ line, image }) => (image === null ? [] : [{ line, image }])),
    )
    const details = { labelSet: name, layout: file.layout, photographs: images.size }
    if (!known) store.events.append({ at, who: 'workstation', what: 'import', details })
    return set
  })
}
