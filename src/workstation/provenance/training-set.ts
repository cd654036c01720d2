import type { TrainingPhotograph } from '#learning/data/dataset.ts'
import type { ImageId, Sha256 } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { groupKeys } from './group-keys.ts'

/** A photograph a run learns from, by its place in the project. */
export interface TrainingItem extends TrainingPhotograph {
  readonly hash: Sha256
  readonly image: ImageId
}

/** What a run would learn from now: every photograph with a settled grade. Left out are the ungradable, the unresolved
 *  and what screening rejected. */
export function gatherTrainingSet(store: ProjectStore): TrainingItem[] {
  const grades = new Map(store.readings.gradesToJudgeBy().map((row) => [row.image, row]))
  const rejected = new Set(store.quality.imagesOf('reject'))
  const groups = groupKeys(store)
  const risks = store.labels.oedemaRisks()
  return store.images.all().flatMap(({ image, sha256, path }) => {
    const current = grades.get(image)
    if (!current || current.grade === null || rejected.has(image)) return []
    const origin = current.state === 'imported' ? ('imported' as const) : ('read' as const)
    const group = groups.get(sha256) ?? sha256
    return [{ image, hash: sha256, path, group, grade: current.grade, origin, oedema: risks.get(image) }]
  })
}
