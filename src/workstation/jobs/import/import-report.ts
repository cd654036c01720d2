import { fileLine } from '#interchange/label-file.ts'
import { takenWords } from '#interchange/telling/warnings.ts'
import type { ImportReport } from '#shared/contract/imports.ts'
import { verdicts } from '#shared/contract/quality.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId, LabelSetId, SourceId } from '#shared/ids.ts'
import type { FileGrade } from '#store/counting-label.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { ReadImport } from '../../imports/read-import.ts'
import type { Unreadable } from './inspect-new.ts'

interface Imported extends Pick<ReadImport, 'labels' | 'match' | 'sentence' | 'warnings'> {
  /** Null where photographs came without labels. */
  readonly set: LabelSetId | null
  readonly source: SourceId
  readonly unreadable: readonly Unreadable[]
}

type NameOf = (image: ImageId) => string

/** What the import found, told from the store, so that a second run tells the same. */
export function reportImport(store: ProjectStore, imported: Imported): ImportReport {
  const names = store.images.names()
  const nameOf = (image: ImageId) => names.get(image) ?? String(image)
  const known = store.images.known(imported.source)
  const here = new Set([...known.values()].map(({ image }) => image))
  const turned = store.copies.turned()
  const rows = imported.set === null ? [] : store.labels.rows(imported.set)
  const own = imported.labels?.name
  const set = own === undefined ? undefined : store.labels.byName(own)
  const files = set ? store.labels.filesOf(set.id) : []
  const named = files.flatMap(({ id }) => (id === imported.set ? rows : store.labels.rows(id)))
  const labelled = new Set(named.flatMap(({ image }) => (image === null ? [] : [image])))
  const groups = store.images.duplicateGroups().filter((group) => group.some((image) => here.has(image)))
  const words = [...(imported.labels?.file.words ?? [])]
  const graded = store.labels.gradesByFile()
  const gradeOf = (image: ImageId) => {
    const labels = graded.get(image)
    return (labels?.find(({ name }) => name === own) ?? labels?.find(({ counts }) => counts))?.grade
  }
  const ambiguous = imported.match.ambiguous.map(({ row, reason }) => ({ line: fileLine(row.line), reason }))
  const rejected = rows.flatMap(({ line, rejected }) =>
    rejected === null ? [] : [{ line: fileLine(line), reason: rejected }],
  )

  return {
    layout: imported.labels?.file.layout ?? null,
    labelSet: imported.labels?.name ?? null,
    sentence: imported.sentence,
    warnings: [...imported.warnings, ...[takenWords(words)].filter((sentence) => sentence !== null)],
    words,
    quality: statedQuality(imported),
    images: here.size,
    labels: rows.filter(({ image }) => image !== null && here.has(image)).length,
    missingImages: imported.match.missing.map((row) => row.name),
    unlabelledImages: [...here].filter((image) => !labelled.has(image)).map(nameOf),
    unreadable: [...imported.unreadable],
    notes: store.images.notesOf(imported.source),
    duplicates: groups.map((group) => group.map(nameOf)),
    augmentedCopies: [...known.values()].filter(({ sha256 }) => turned.has(sha256)).length,
    conflicts: conflictsWithin(groups, gradeOf, nameOf),
    disagreements: disagreementsBetween(graded, here, nameOf),
    rejectedRows: [...new Map([...ambiguous, ...rejected].map((row) => [row.line, row])).values()].sort(
      (a, b) => a.line - b.line,
    ),
  }
}

/** What the label file itself says of the pictures that are there. */
function statedQuality({ match }: Imported): ImportReport['quality'] {
  const stated = match.matched.flatMap(({ row }) => row.quality ?? [])
  if (stated.length === 0) return null
  const [good = 0, usable = 0, reject = 0] = verdicts.map((verdict) => stated.filter((one) => one === verdict).length)
  return { good, usable, reject }
}

/** Byte-identical photographs with different grades: by the label set, or where it has none by the label that counts. */
function conflictsWithin(
  groups: readonly (readonly ImageId[])[],
  gradeOf: (image: ImageId) => Grade | undefined,
  nameOf: NameOf,
): ImportReport['conflicts'] {
  return groups.flatMap((group) => {
    const graded = group.flatMap((image) => {
      const grade = gradeOf(image)
      return grade === undefined ? [] : [{ image, grade }]
    })
    const differ = new Set(graded.map(({ grade }) => grade)).size > 1
    return differ
      ? [{ images: graded.map(({ image }) => nameOf(image)), grades: graded.map(({ grade }) => grade) }]
      : []
  })
}

/** Photographs of this folder that the project's label files grade differently: each label set's grade, and each file's where the
 *  files of one set differ. */
function disagreementsBetween(
  graded: ReadonlyMap<ImageId, readonly FileGrade[]>,
  here: ReadonlySet<ImageId>,
  nameOf: NameOf,
): ImportReport['disagreements'] {
  return [...graded].flatMap(([image, labels]) => {
    if (!here.has(image) || new Set(labels.map(({ grade }) => grade)).size < 2) return []
    const grades: Record<string, Grade> = {}
    for (const label of labels) {
      const own = labels.filter(({ labelSet }) => labelSet === label.labelSet)
      const agree = own.every(({ grade }) => grade === label.grade)
      grades[agree ? label.name : `${label.name}, ${label.fileName} (${own.indexOf(label) + 1})`] = label.grade
    }
    return [{ image: nameOf(image), grades }]
  })
}
