import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { encodeLabels, type LabelEncoding } from '#interchange/label-text.ts'
import { writeAudit } from '#interchange/write-audit.ts'
import { writeGrades } from '#interchange/write-grades.ts'
import { writeLabels } from '#interchange/write-labels.ts'
import type { ExportRequest } from '#shared/contract/exports.ts'
import { AppError } from '#shared/errors.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { procedures } from '../procedures.ts'

interface Composed {
  readonly text: string
  /** UTF-8 where left out. */
  readonly encoding?: LabelEncoding
  readonly notes?: readonly string[]
  readonly rows: number
  /** Name of the file where none was asked for. */
  readonly name: string
}

export function exportProcedures(context: WorkstationContext) {
  const { exports } = procedures
  return {
    write: exports.write.handler(async ({ input }) => {
      const { store } = openSession(context)
      const { text, encoding = 'utf8', rows, name, notes = [] } = compose(store, input)
      const file = resolve(input.output ?? join(store.exportsFolder, name))
      await mkdir(dirname(file), { recursive: true })
      await writeFile(`${file}.new`, encodeLabels({ text, encoding }))
      await rename(`${file}.new`, file)
      store.events.append({
        at: context.now().toISOString(),
        who: 'workstation',
        what: 'export',
        details: { file, rows },
      })
      return { files: [file], rows, notes: [...notes] }
    }),
  }
}

function compose(store: ProjectStore, request: ExportRequest): Composed {
  switch (request.format) {
    case 'labels':
      return composeLabels(store, request)
    case 'audit':
      return { ...writeAudit(store.readings.audit(), store.images.names()), name: 'audit.csv' }
    case 'csv':
      return { ...writeGrades(gradeEntries(store)), name: 'grades.csv' }
    default:
      throw new AppError('not_yet_available', `The export format ${request.format} is not yet available.`)
  }
}

/** Only what readers settled takes the place of a label; everything else leaves as it came. */
function composeLabels(store: ProjectStore, { labelSet, layout, output }: ExportRequest): Composed {
  const set = labelSet === undefined ? store.labels.primary() : store.labels.byName(labelSet)
  if (!set) throw new AppError('not_found', 'There is no such label set to export. Import one first.')
  if (layout && layout !== set.layout) {
    throw new AppError(
      'not_yet_available',
      `These labels can only be exported in the layout they came in, ${set.layout}.`,
    )
  }
  const current = new Map(store.readings.currentGrades().map(({ image, ...grade }) => [image, grade]))
  const written = writeLabels(set, store.labels.rows(set.id), current)
  // What came in a workbook leaves as CSV, and a name must not claim another.
  const name = set.fileName.replace(/\.xls[xm]$/i, '.csv')
  if (name !== set.fileName && output && /\.xls[xm]?$/i.test(output)) {
    throw new AppError(
      'usage',
      `${set.fileName} is a workbook, and its labels are written as CSV. Name a file that ends in .csv.`,
    )
  }
  return { ...written, name }
}

function gradeEntries(store: ProjectStore) {
  const current = new Map(store.readings.currentGrades().map((row) => [row.image, row]))
  const primary = store.labels.primary()
  const imported = new Map(
    store.labels
      .gradesBySet()
      .flatMap((row) => (row.labelSet === primary?.id ? [[row.image, row.grade] as const] : [])),
  )
  const model = store.models.current()
  const predictions = new Map(
    model ? store.predictions.forModel(model.id).map((row) => [row.image, row.probabilities] as const) : [],
  )
  const suspicions = new Map(model ? store.suspicions.forModel(model.id).map((row) => [row.image, row.score]) : [])
  return store.images.all().map(({ image, name, patient, eye }) => ({
    name,
    patient,
    eye,
    imported: imported.get(image) ?? null,
    current: current.get(image)?.grade ?? null,
    state: current.get(image)?.state ?? 'none',
    verdict: store.quality.find(image)?.verdict ?? null,
    probabilities: predictions.get(image) ?? null,
    suspicion: suspicions.get(image) ?? null,
  }))
}
