import type { ProjectStore } from '#store/project-store.ts'
import { recheckUnseen } from '../provenance/recheck-unseen.ts'
import { rankAll } from './rank.ts'

/** Takes back what can no longer count as said of an unseen photograph, and ranks anew by the models that said it: one
 *  transaction. */
export function recheckAndRank(store: ProjectStore): void {
  store.transaction(() => {
    for (const model of recheckUnseen(store)) rankAll(store, model)
  })
}
