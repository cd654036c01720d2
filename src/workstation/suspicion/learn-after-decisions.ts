import { setImmediate as turn } from 'node:timers/promises'
import type { ImageId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { learntOf, reviewsToLearn } from './learn.ts'
import { rankInParts, rankOne, wholeRankingsOf } from './rank.ts'

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
  const wholeRankings = wholeRankingsOf(store)
  try {
    await turn()
    if (!isOpen()) return
    for (const rows of rankInParts(store, model.id)) {
      // A model that is no longer the current one is ranked when it is again; and all is done where a job has ranked all.
      if (store.models.current()?.id !== model.id || wholeRankingsOf(store) !== wholeRankings) return
      store.transaction(() => {
        store.suspicions.put(model.id, rows)
        // What was read of them was read before.
        if (rows.length > 0) for (const one of decided) rankOne(store, one)
      })
      await turn()
      if (!isOpen()) return
    }
  } finally {
    decidedMeanwhile.delete(store)
  }
}
