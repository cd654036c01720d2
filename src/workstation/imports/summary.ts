import { join } from 'node:path'
import { fileLine } from '#interchange/label-file.ts'
import { grades } from '#shared/grades.ts'
import type { ImportSummary } from './import-messages.ts'
import type { ReadImport } from './read-import.ts'

const rowsShown = 10

/** What an import would find, in the terms of its preview. */
export function summaryOf({ folder, paths, labels, match, sentence, warnings }: ReadImport): ImportSummary {
  const rows = labels?.file.rows ?? []
  const first = rows.slice(0, rowsShown)
  const shown = new Set(first)
  const pathOf = new Map(match.matched.flatMap(({ row, path }) => (shown.has(row) ? [[row, path] as const] : [])))
  return {
    layout: labels?.file.layout ?? null,
    ...{ sentence, warnings: [...warnings] },
    problem: labels?.file.problem ?? null,
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
    firstRows: first.map((row) => {
      const { line, name, grade, oedema, patient, eye } = row
      const path = pathOf.get(row)
      return {
        line: fileLine(line),
        name,
        grade,
        oedema,
        patient,
        eye,
        path: path === undefined ? null : join(folder, path),
      }
    }),
  }
}
