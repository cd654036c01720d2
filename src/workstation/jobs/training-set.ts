import { connectedGroups, type TrainingPhotograph } from '#learning/dataset.ts'
import type { ImageId, Sha256 } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** A photograph a run learns from, by its place in the project. */
export interface TrainingItem extends TrainingPhotograph {
  readonly hash: Sha256
  readonly image: ImageId
}

/** What a run would learn from now: every photograph with a settled grade. Left out are the ungradable, the unresolved
 *  and what screening rejected. */
export function gatherTrainingSet(store: ProjectStore): TrainingItem[] {
  const grades = new Map(store.readings.currentGrades().map((row) => [row.image, row]))
  const rejected = new Set(store.quality.imagesOf('reject'))
  const groups = groupKeys(store)
  return store.images.all().flatMap(({ image, sha256, path }) => {
    const current = grades.get(image)
    if (!current || current.grade === null || rejected.has(image)) return []
    const origin = current.state === 'imported' ? ('imported' as const) : ('read' as const)
    return [{ image, hash: sha256, path, group: groups.get(sha256) ?? sha256, grade: current.grade, origin }]
  })
}

/** Group of every content: what patient or identical bytes join, transitively, named by its least hash. Made of contents
 *  alone, so that two projects with the same photographs split alike. A patient's key counts within one source only:
 *  public sets number their patients from 1 each. */
export function groupKeys(store: ProjectStore): Map<Sha256, Sha256> {
  const images = store.images.all()
  const joined = connectedGroups(
    images.map(({ sha256, patient, sourceId }) =>
      patient === null ? [sha256] : [sha256, `patient ${patient} of ${sourceId}`],
    ),
  )
  const least = new Map<number, Sha256>()
  images.forEach(({ sha256 }, index) => {
    const group = joined[index] ?? index
    const known = least.get(group)
    if (known === undefined || sha256 < known) least.set(group, sha256)
  })
  return new Map(images.map(({ sha256 }, index) => [sha256, least.get(joined[index] ?? index) ?? sha256]))
}

/** Groups with a photograph that was locked away to judge models by. */
export function lockedGroups(store: ProjectStore): string[] {
  const groups = groupKeys(store)
  const locked = store.images.all().filter(({ split }) => split === 'hold-out')
  return [...new Set(locked.map(({ sha256 }) => groups.get(sha256) ?? sha256))].sort()
}
