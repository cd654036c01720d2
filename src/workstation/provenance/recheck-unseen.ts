import type { ImageId, ModelId } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { ensembleOf } from '../models/ensemble-card.ts'
import { groupKeys, groupsOf } from './group-keys.ts'
import { learntGroups } from './learnt-groups.ts'

/** Takes back from predictions that their fit never saw the photograph, where photographs that came since have shown two
 *  patients, or two files, to be one: what the main fit said it has then said of what it saw, and what a fold's said does not
 *  count. Members before the ensembles that are made of them; one transaction. Gives the models that lost some, whose ranks
 *  have to be made anew. */
export function recheckUnseen(store: ProjectStore, models: readonly ModelRow[] = store.models.list()): ModelId[] {
  const groups = groupKeys(store)
  const groupOf = new Map<ImageId, string>(
    store.images.all().map(({ image, sha256 }) => [image, groups.get(sha256) ?? sha256]),
  )
  return store.transaction(() => {
    const changed: ModelId[] = []
    for (const model of models) {
      const stands = standing(store, model, groups)
      const lost = store.predictions
        .forModel(model.id, { outOfFold: true })
        .filter((said) => !stands(said, groupOf.get(said.image) ?? ''))
      if (lost.length === 0) continue
      store.predictions.takeBackUnseen(model.id, lost)
      changed.push(model.id)
    }
    return changed
  })
}

/** Whether a prediction's fit has seen nothing of the photograph's group as it is now. */
function standing(store: ProjectStore, model: ModelRow, groups: ReadonlyMap<string, string>) {
  const ensemble = ensembleOf(model)
  const own = model.snapshot === null ? [] : store.snapshots.items(model.snapshot)
  const trained = own.filter(({ part }) => part !== 'hold-out')
  const seen = ensemble ? groupsOf(store, trained, groups) : learntGroups(store, model, groups)
  const folds = new Map([...new Set(trained.map(({ fold }) => fold))].map((fold) => [fold, ofFold(fold)]))
  const members = ensemble?.members.map((id) => new Set(imagesUnseenBy(store, id)))
  return ({ image, fold }: Prediction, group: string): boolean => {
    const others = fold === null ? [seen] : [...folds].flatMap(([other, learnt]) => (other === fold ? [] : [learnt]))
    if (others.some((learnt) => learnt.has(group))) return false
    if (!members) return true
    // The mean of a run's folds has of each photograph the word of one fold only.
    const one = fold !== null && own.length === 0
    return one ? members.some((unseen) => unseen.has(image)) : members.every((unseen) => unseen.has(image))
  }

  function ofFold(fold: number | null) {
    return groupsOf(
      store,
      trained.filter((item) => item.fold === fold),
      groups,
    )
  }
}

function imagesUnseenBy(store: ProjectStore, model: ModelRow['id']): ImageId[] {
  return store.predictions.forModel(model, { outOfFold: true }).map(({ image }) => image)
}
