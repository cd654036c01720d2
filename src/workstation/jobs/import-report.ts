import type { LabelMatch } from '#interchange/match.ts'
import type { ImportReport, LayoutName } from '#shared/contract/imports.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId, LabelSetId, SourceId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { Unreadable } from './inspect-new.ts'

interface Imported {
  readonly set: LabelSetId
  readonly source: SourceId
  readonly layout: LayoutName
  readonly labelSet: string
  readonly unreadable: readonly Unreadable[]
  readonly match: LabelMatch
}

type NameOf = (image: ImageId) => string

/** What the import found, told from the store, so that a second run tells the same. */
export function reportImport(store: ProjectStore, imported: Imported): ImportReport {
  const names = store.images.names()
  const nameOf = (image: ImageId) => names.get(image) ?? String(image)
  const known = store.images.known(imported.source)
  const here = new Set([...known.values()].map(({ image }) => image))
  const turned = store.copies.turned()
  const rows = store.labels.rows(imported.set)
  const labelled = new Set(rows.flatMap(({ image }) => (image === null ? [] : [image])))
  const groups = store.images.duplicateGroups().filter((group) => group.some((image) => here.has(image)))
  const graded = store.labels.gradesBySet()
  const own = new Map(graded.flatMap((row) => (row.labelSet === imported.set ? [[row.image, row.grade] as const] : [])))

  return {
    layout: imported.layout,
    labelSet: imported.labelSet,
    images: here.size,
    labels: rows.filter(({ image }) => image !== null && here.has(image)).length,
    missingImages: imported.match.missing.map((row) => row.name),
    unlabelledImages: [...here].filter((image) => !labelled.has(image)).map(nameOf),
    unreadable: [...imported.unreadable],
    notes: store.images.notesOf(imported.source),
    duplicates: groups.map((group) => group.map(nameOf)),
    augmentedCopies: [...known.values()].filter(({ sha256 }) => turned.has(sha256)).length,
    conflicts: conflictsWithin(groups, own, nameOf),
    disagreements: disagreementsBetween(graded, here, nameOf),
    rejectedRows: rows.flatMap(({ line, rejected }) => (rejected === null ? [] : [{ line, reason: rejected }])),
  }
}

/** Byte-identical photographs that one label file grades differently. */
function conflictsWithin(
  groups: readonly (readonly ImageId[])[],
  grades: ReadonlyMap<ImageId, Grade>,
  nameOf: NameOf,
): ImportReport['conflicts'] {
  return groups.flatMap((group) => {
    const graded = group.flatMap((image) => {
      const grade = grades.get(image)
      return grade === undefined ? [] : [{ image, grade }]
    })
    const differ = new Set(graded.map(({ grade }) => grade)).size > 1
    return differ
      ? [{ images: graded.map(({ image }) => nameOf(image)), grades: graded.map(({ grade }) => grade) }]
      : []
  })
}

/** Photographs of this folder that the project's label files grade differently. */
function disagreementsBetween(
  graded: readonly { readonly image: ImageId; readonly name: string; readonly grade: Grade }[],
  here: ReadonlySet<ImageId>,
  nameOf: NameOf,
): ImportReport['disagreements'] {
  const byImage = new Map<ImageId, Record<string, Grade>>()
  for (const { image, name, grade } of graded) {
    if (here.has(image)) byImage.set(image, { ...byImage.get(image), [name]: grade })
  }
  return [...byImage].flatMap(([image, grades]) =>
    new Set(Object.values(grades)).size > 1 ? [{ image: nameOf(image), grades }] : [],
  )
}
