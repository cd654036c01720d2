import { basename, extname, resolve } from 'node:path'
import type { LabelFileRow } from '#interchange/label-file.ts'
import { type LabelMatch, matchLabels } from '#interchange/match.ts'
import { readLabels } from '#interchange/read-labels.ts'
import { scanFolder } from '#interchange/scan-folder.ts'
import { type ImportReport, type ImportRequest, importRequestSchema } from '#shared/contract/imports.ts'
import type { Eye } from '#shared/grades.ts'
import { sha256Of } from '#store/blobs.ts'
import { recheckUnseen } from '../judgement/recheck-unseen.ts'
import { readLabelsFile } from '../services/read-labels-file.ts'
import { scoreByStarter } from '../starter/score-by-starter.ts'
import { rankAll } from '../suspicion/rank.ts'
import { reportImport } from './import-report.ts'
import { inspectNew } from './inspect-new.ts'
import type { Job, JobContext } from './job.ts'
import { expectRoom, keepLabels } from './keep-labels.ts'
import { noteCopies } from './note-copies.ts'

/** Photographs of a folder and the labels of one file into the project. Safe to repeat: what is known stays as it is,
 *  and a stop half-way keeps what was read so far. */
export const importJob: Job = {
  kind: 'import',
  resumable: false,
  execute: async (request, context) => await importAll(importRequestSchema.parse(request), context),
}

async function importAll(request: ImportRequest, context: JobContext): Promise<ImportReport> {
  const { store, changes } = context
  const folder = resolve(request.imagesFolder)
  const fileName = basename(request.labelsFile)
  const bytes = readLabelsFile(request.labelsFile)
  const file = readLabels(bytes, { fileName, layout: request.layout ?? 'auto', columns: request.columns })
  const paths = await scanFolder(folder)
  const match = matchLabels(file.rows, paths)
  const labelSet = request.labelSet ?? basename(fileName, extname(fileName))
  const made = { name: labelSet, fileName, sha256: sha256Of(bytes) }
  expectRoom(store, made, file, { match, folder })

  const source = store.transaction(() => {
    const added = store.images.upsertSource(folder, context.now().toISOString())
    if (request.patientsAs !== undefined) store.images.numberPatientsAs(added, resolve(request.patientsAs))
    return added
  })
  const unreadable = await inspectNew(source, folder, paths, peopleOf(match), context)
  const set = keepLabels({ ...made, source }, file, match, context)

  noteCopies(store)
  recheckUnseen(store)
  const model = store.models.current()
  if (model) rankAll(store, model.id)
  changes.publish({ kind: 'project' })
  changes.publish({ kind: 'photographs' })
  const scoring = context.attended ? scoreByStarter(store) : null
  if (scoring) store.runs.create('score', scoring, context.now().toISOString())
  return reportImport(store, { set, source, labelSet, layout: file.layout, unreadable, match })
}

function peopleOf(match: LabelMatch<LabelFileRow>): Map<string, { patient: string | null; eye: Eye | null }> {
  return new Map(match.matched.map(({ row, path }) => [path, { patient: row.patient, eye: row.eye }]))
}
