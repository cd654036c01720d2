import { setImmediate as turn } from 'node:timers/promises'
import type { ImageId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { learntOf, reviewsToLearn } from './learn.ts'
import { rankInParts, rankOne } from './rank.ts'

/** Photographs decided on while their project is being ranked anew: what was read of them before no longer holds. */
const decidedMeanwhile = new WeakMap<ProjectStore, Set<ImageId>>()

/** To be called after a decision: once there are enough new ones, suspicion learns from them and everything is ranked anew, a part
 *  a turn, so that no call waits for all of it. Resolves when nothing is left to do; at once where nothing is due.
 *  `isOpen`: whether the project still is. */
export async function learnFromDecision(store: ProjectStore, image: ImageId, isOpen: () => boolean): Promise<void> {
  const running = decidedMeanwhile.get(store)
  if (running) {
    running.add(image)
    return
  }
  const model = store.models.current()
  if (!model || store.readings.count() - learntOf(store, model.id).reviews < reviewsToLearn) return
  const decided = new Set<ImageId>()
  decidedMeanwhile.set(store, decided)
  try {
    await turn()
    if (!isOpen()) return
    for (const rows of rankInParts(store, model.id)) {
      // A model that is no longer the current one is ranked when it is again.
      if (store.models.current()?.id !== model.id) return
      store.suspicions.put(model.id, rows)
      await turn()
      if (!isOpen()) return
    }
    store.transaction(() => {
      for (const one of decided) rankOne(store, one)
    })
  } finally {
    decidedMeanwhile.delete(store)
  }
}
