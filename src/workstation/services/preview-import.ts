import { join } from 'node:path'
import { fileLine } from '#interchange/label-file.ts'
import type { ImportPreview, ImportRequest } from '#shared/contract/imports.ts'
import { asAppError } from '#shared/errors.ts'
import { grades } from '#shared/grades.ts'
import { pixelPaths } from '#shared/pixels.ts'
import { sha256Of } from '#store/blobs.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { expectRoom } from '../jobs/keep-labels.ts'
import { movedFrom } from '../sources/moved-from.ts'
import type { Candidates } from './candidates.ts'
import { type ReadImport, readImport } from './read-import.ts'

const rowsShown = 10

/** What an import would find, without reading one photograph and without storing anything. */
export async function previewImport(
  request: ImportRequest,
  candidates: Candidates,
  store: ProjectStore | null,
): Promise<ImportPreview> {
  const read = await readImport(request)
  const { folder, paths, labels, match, sentence, warnings } = read
  const rows = labels?.file.rows ?? []
  const pathOf = new Map(match.matched.map(({ row, path }) => [row.line, path]))
  const first = rows.slice(0, rowsShown)
  const shown = candidates.replace(
    first.flatMap(({ line }) => {
      const path = pathOf.get(line)
      return path === undefined ? [] : [join(folder, path)]
    }),
  )
  const moved = store && !request.asNew ? await movedFrom(store, folder, paths) : null
  return {
    layout: labels?.file.layout ?? null,
    ...{ sentence, warnings: [...warnings] },
    problem: labels?.file.problem ?? (store && whyNoRoom(store, read)),
    words: [...(labels?.file.words ?? [])],
    header: [...(labels?.file.header ?? [])],
    columns: labels?.file.columns ?? null,
    images: paths.length,
    rows: rows.length,
    matched: match.matched.length,
    missingImages: match.missing.map((row) => row.name),
    unlabelledImages: [...match.unlabelled],
    rejectedRows: rows.flatMap(({ line, rejected }) =>
      rejected === null ? [] : [{ line: fileLine(line), reason: rejected }],
    ),
    gradeCounts: grades.map((grade) => rows.filter((row) => row.grade === grade && row.rejected === null).length),
    firstRows: first.map(({ line, name, grade, oedema, patient, eye }) => {
      const path = pathOf.get(line)
      const candidate = path === undefined ? undefined : shown.get(join(folder, path))
      const thumbnail = candidate === undefined ? null : pixelPaths.candidate(candidate)
      return { line: fileLine(line), name, grade, oedema, patient, eye, thumbnail }
    }),
    moved,
  }
}

/** Why the import would refuse the file, in a sentence; null where it would not. */
function whyNoRoom(store: ProjectStore, { labels, match, folder }: ReadImport): string | null {
  if (!labels) return null
  const made = { name: labels.name, fileName: labels.fileName, sha256: sha256Of(labels.bytes) }
  try {
    expectRoom(store, made, labels.file, { match, folder })
    return null
  } catch (error) {
    return asAppError(error).message
  }
}
