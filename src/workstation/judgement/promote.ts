import type { ModelId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { requireTrained } from '../models/untrained.ts'
import { rankAll } from '../suspicion/rank.ts'

/** Makes a model the current one again or for the first time: its predictions, kept all along, are what is shown, and
 *  photographs are ranked by them. One transaction. Throws `AppError('conflict')` for one that has not trained. */
export function promoteModel(store: ProjectStore, model: ModelId, at: string): void {
  store.transaction(() => {
    requireTrained(store.models.get(model), 'be promoted')
    store.models.promote(model, at)
    rankAll(store, model)
    store.events.append({ at, who: 'workstation', what: 'models.promote', details: { model } })
  })
}
