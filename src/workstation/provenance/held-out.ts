import { samplesOf } from '#learning/data/dataset.ts'
import type { HeldOut } from '#learning/gate/comparison.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { TrainingItem } from './training-set.ts'

/** Distinct photographs with the grade that models are judged by, and the eye that each shows, in the order of their hashes. */
export function heldOutOf(store: ProjectStore, items: readonly TrainingItem[]): HeldOut[] {
  const eyes = new Map(
    store.images.all().map(({ sha256, numbering, patient, eye }) => {
      return [sha256 as string, patient === null || eye === null ? sha256 : `${numbering} ${patient} ${eye}`]
    }),
  )
  return samplesOf(items).map(({ hash, group, grade }) => ({ hash, group, grade, eye: eyes.get(hash) ?? hash }))
}
