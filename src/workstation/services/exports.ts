import { mkdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, parse } from 'node:path'
import { encodeLabels, type LabelEncoding } from '#interchange/label-text.ts'
import { writeAudit } from '#interchange/write-audit.ts'
import { writeGrades } from '#interchange/write-grades.ts'
import { writeLabels } from '#interchange/write-labels.ts'
import type { ExportRequest } from '#shared/contract/exports.ts'
import { AppError } from '#shared/errors.ts'
import { plainFileName } from '#shared/file-name.ts'
import { writeDurably } from '#store/durable-files.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { procedures } from '../procedures.ts'
import type { Target } from '../targets/where-to-write.ts'
import { askedPlace, targetIn } from './targets/asked-target.ts'

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
    write: exports.write.handler(async ({ input, context: caller }) => {
      const { store } = openSession(context)
      const place = askedPlace(context, caller, { ...input, path: input.output })
      const found = compose(store, input, place?.file)
      const files: string[] = []
      for (const [{ file, replace }, { text, encoding = 'utf8', rows }] of await placesOf(store, found, place, input)) {
        await mkdir(dirname(file), { recursive: true })
        await writeDurably(file, encodeLabels({ text, encoding }), { replace })
        const at = context.now().toISOString()
        store.note({ at, who: 'workstation', what: 'export', details: { file, rows } })
        files.push(file)
      }
      return {
        files,
        rows: found.reduce((sum, { rows }) => sum + rows, 0),
        notes: found.flatMap(({ notes = [] }) => [...notes]),
      }
    }),
  }
}

/** Where each of them is to be written. Several need a folder, and a second file of one name there has a number in it. Throws
 *  `AppError('usage')`. */
async function placesOf(
  store: ProjectStore,
  composed: readonly Composed[],
  place: Target | null,
  { force, labelSet = store.labels.primary()?.name }: ExportRequest,
): Promise<[Target, Composed][]> {
  const [one] = composed
  if (one && composed.length === 1) return [[targetIn(store, place, one.name, force), one]]
  const folder = place?.file ?? store.exportsFolder
  const there = await stat(folder).catch(() => null)
  if (there === null ? extname(folder) !== '' : !there.isDirectory()) {
    const sentence = `The label set "${labelSet}" has ${composed.length} files`
    throw new AppError('usage', `${sentence}: name a folder to write them into, not ${basename(folder)}.`)
  }
  return composed.map((file, index) => {
    const before = composed.slice(0, index).filter(({ name }) => name === file.name).length
    const { name, ext } = parse(file.name)
    const own = before === 0 ? file.name : `${name}-${before + 1}${ext}`
    return [targetIn(store, place && { ...place, file: join(folder, own) }, own, force), file]
  })
}

function compose(store: ProjectStore, request: ExportRequest, output: string | undefined): Composed[] {
  switch (request.format) {
    case 'labels':
      return composeLabels(store, request, output)
    case 'audit':
      return [{ ...writeAudit(store.readings.audit(), store.images.names()), name: 'audit.csv' }]
    case 'csv':
      return [{ ...writeGrades(gradeEntries(store)), name: 'grades.csv' }]
    default:
      throw new AppError('not_yet_available', `The export format ${request.format} is not yet available.`)
  }
}

/** Each file of the set; only what readers settled takes the place of a label, everything else leaves as it came. */
function composeLabels(
  store: ProjectStore,
  { labelSet, layout }: ExportRequest,
  output: string | undefined,
): Composed[] {
  const set = labelSet === undefined ? store.labels.primary() : store.labels.byName(labelSet)
  if (!set) throw new AppError('not_found', 'There is no such label set to export. Import one first.')
  const current = new Map(store.readings.currentGrades().map(({ image, ...grade }) => [image, grade]))
  return store.labels.filesOf(set.id).map((file) => {
    if (layout && layout !== file.layout) {
      throw new AppError(
        'not_yet_available',
        `These labels can only be exported in the layout they came in, ${file.layout}.`,
      )
    }
    // What came in a workbook leaves as CSV, and a name must not claim another.
    const ownName = plainFileName(file.fileName, 'labels.csv')
    const name = ownName.replace(/\.xls[xm]$/i, '.csv')
    if (name !== ownName && output && /\.xls[xm]?$/i.test(output)) {
      throw new AppError(
        'usage',
        `${ownName} is a workbook, and its labels are written as CSV. Name a file that ends in .csv.`,
      )
    }
    return { ...writeLabels(file, store.labels.rows(file.id), current), name }
  })
}

function gradeEntries(store: ProjectStore) {
  const current = new Map(store.readings.currentGrades().map((row) => [row.image, row]))
  const labels = store.labels.gradesByFile()
  const model = store.models.current()
  const predictions = new Map(
    model ? store.predictions.forModel(model.id).map((row) => [row.image, row.probabilities] as const) : [],
  )
  const suspicions = new Map(model ? store.suspicions.forModel(model.id).map((row) => [row.image, row.score]) : [])
  return store.images.all().map(({ image, name, patient, eye }) => ({
    name,
    patient,
    eye,
    imported: labels.get(image)?.find(({ counts }) => counts)?.grade ?? null,
    current: current.get(image)?.grade ?? null,
    state: current.get(image)?.state ?? 'none',
    verdict: store.quality.find(image)?.verdict ?? null,
    probabilities: predictions.get(image) ?? null,
    suspicion: suspicions.get(image) ?? null,
  }))
}
