import type { LabelFile, LabelFileRow } from '#interchange/label-file.ts'
import type { LabelMatch } from '#interchange/match.ts'
import { AppError } from '#shared/errors.ts'
import type { ImageId, LabelSetId, Sha256, SourceId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { JobContext } from '../../job.ts'

interface NamedFile {
  /** The label set's. */
  readonly name: string
  readonly fileName: string
  readonly sha256: Sha256
}

/** Asked before anything is stored: whether a file can be one of the label set of this name. Throws `AppError('conflict')` where the
 *  set has a grade for each photograph that the file grades, as a second opinion or a corrected file does: within a set the first
 *  file counts, and nobody would see it. `folder`: of the photographs, absolute. */
export function expectRoom(
  store: ProjectStore,
  made: NamedFile,
  file: LabelFile,
  { match, folder }: { readonly match: LabelMatch<LabelFileRow>; readonly folder: string },
): void {
  const { name, fileName } = made
  const set = store.labels.byName(name)
  if (!set) return
  const known = store.labels.known({ ...made, layout: file.layout })
  if (known !== undefined) {
    expectSameReading(store, known, file)
    return
  }
  const source = store.images.sources().find((one) => one.folder === folder)?.source
  const images = source === undefined ? undefined : store.images.known(source)
  const graded = new Set<ImageId>(
    store.labels.gradesBySet().flatMap(({ labelSet, image }) => (labelSet === set.id ? [image] : [])),
  )
  const said = match.matched.filter(({ row }) => row.rejected === null && row.grade !== null)
  const isGraded = ({ path }: (typeof said)[number]) => {
    const image = images?.get(path)?.image
    return image !== undefined && graded.has(image)
  }
  if (said.length === 0 || !said.every(isGraded)) return
  const names = [...new Set(store.labels.filesOf(set.id).map((one) => one.fileName))].join(', ')
  throw conflict(
    name,
    `Every photograph that ${fileName} grades already has a grade in the label set "${name}", from another file (${names}).`,
  )
}

/** The same bytes read by other columns are other labels, and those that are there are never edited. */
function expectSameReading(store: ProjectStore, known: LabelSetId, { rows }: LabelFile): void {
  const set = store.labels.find(known)
  const before = new Map(store.labels.rows(known).map(({ line, grade }) => [line, grade]))
  // Words are kept in every shape since they are read: a row that had no grade before may have one now.
  const knewWords = set?.shape.words !== undefined
  const differs = rows.some(({ line, grade }) => {
    const stored = before.get(line)
    return stored !== undefined && stored !== grade && (stored !== null || knewWords)
  })
  if (set && differs) {
    throw conflict(set.name, `${set.fileName} is in the label set "${set.name}" already, read with other grades.`)
  }
}

function conflict(labelSet: string, sentence: string): AppError {
  const next = 'Give this one a label set of its own; which set counts can be changed at any time.'
  return new AppError('conflict', `${sentence} ${next}`, { details: { labelSet } })
}

/** Every row as it came, joined to its photograph where there is one; in one transaction with the event. A name that several
 *  photographs of this folder bear is no fault of the row: another folder may have one of that name. */
export function keepLabels(
  made: NamedFile & { readonly source: SourceId },
  file: LabelFile,
  match: LabelMatch<LabelFileRow>,
  { store, now }: JobContext,
): LabelSetId {
  const { name, fileName, sha256, source } = made
  const { layout } = file
  const images = store.images.known(source)
  const imageOf = new Map(match.matched.map(({ row, path }) => [row.line, images.get(path)?.image ?? null]))
  const rows = file.rows.map(({ line, name: called, raw, grade, oedema, rejected }) => ({
    ...{ line, name: called, raw, grade, oedema, rejected },
    image: imageOf.get(line) ?? null,
  }))
  const at = now().toISOString()
  return store.transaction(() => {
    const known = store.labels.known({ name, sha256, layout })
    const set = store.labels.addSet({ name, layout, fileName, sha256, sourceId: source, shape: { ...file.shape } }, at)
    store.labels.addRows(set, rows)
    store.labels.joinImages(
      set,
      rows.flatMap(({ line, image }) => (image === null ? [] : [{ line, image }])),
    )
    const details = { labelSet: name, fileName, layout, photographs: images.size }
    if (known === undefined) store.events.append({ at, who: 'workstation', what: 'import', details })
    const useful = store.labels.replaceUseless()
    if (useful) {
      store.events.append({ at, who: 'workstation', what: 'labels.primary', details: { labelSet: useful.name } })
    }
    return set
  })
}
