import { basename, join, resolve } from 'node:path'
import { matchLabels } from '#interchange/match.ts'
import { readLabels } from '#interchange/read-labels.ts'
import { scanFolder } from '#interchange/scan-folder.ts'
import type { ImportPreview, ImportRequest } from '#shared/contract/imports.ts'
import { grades } from '#shared/grades.ts'
import { pixelPaths } from '#shared/pixels.ts'
import type { Candidates } from './candidates.ts'
import { readLabelsFile } from './read-labels-file.ts'

const rowsShown = 10

/** What an import would find, without reading one photograph and without storing anything. */
export async function previewImport(request: ImportRequest, candidates: Candidates): Promise<ImportPreview> {
  const folder = resolve(request.imagesFolder)
  const fileName = basename(request.labelsFile)
  const file = readLabels(readLabelsFile(request.labelsFile), {
    fileName,
    layout: request.layout ?? 'auto',
    columns: request.columns,
  })
  const paths = await scanFolder(folder)
  const match = matchLabels(file.rows, paths)
  const pathOf = new Map(match.matched.map(({ row, path }) => [row.line, path]))
  const first = file.rows.slice(0, rowsShown)
  const shown = candidates.replace(
    first.flatMap(({ line }) => {
      const path = pathOf.get(line)
      return path === undefined ? [] : [join(folder, path)]
    }),
  )
  return {
    layout: file.layout,
    sentence: file.sentence,
    header: [...file.header],
    columns: file.columns,
    images: paths.length,
    rows: file.rows.length,
    matched: match.matched.length,
    missingImages: match.missing.map((row) => row.name),
    unlabelledImages: [...match.unlabelled],
    rejectedRows: file.rows.flatMap(({ line, rejected }) => (rejected === null ? [] : [{ line, reason: rejected }])),
    gradeCounts: grades.map((grade) => file.rows.filter((row) => row.grade === grade && row.rejected === null).length),
    firstRows: first.map(({ line, name, grade, oedema, patient, eye }) => {
      const path = pathOf.get(line)
      const candidate = path === undefined ? undefined : shown.get(join(folder, path))
      const thumbnail = candidate === undefined ? null : pixelPaths.candidate(candidate)
      return { line, name, grade, oedema, patient, eye, thumbnail }
    }),
  }
}
