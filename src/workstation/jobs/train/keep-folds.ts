import type { ModelId } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SnapshotId } from '#store/snapshots.ts'
import type { TaskResult } from '../../compute/protocol.ts'
import type { EnsembleCard } from '../../models/ensemble-card.ts'
import { rankAll } from '../../suspicion/rank.ts'

type Trained = TaskResult<'train'>
type Said = Trained['holdOut'][number]

interface FoldsMade {
  readonly result: Trained
  /** The main model's. */
  readonly name: string
  readonly snapshot: SnapshotId
  /** The model that folds went on from. */
  readonly parent: ModelId | null
  readonly card: ModelRow['card']
  /** The photographs of a content, with what was said of it; of fits that never saw them. */
  readonly spread: (said: Said, fold: number | null) => Prediction[]
}

/** Keeps the folds' models, retired, and their mean, a candidate. Of the hold-out the ensemble's predictions are the mean of
 *  all members; of every other photograph its out-of-fold prediction is that of the one member that never saw it, as is the
 *  main model's. Part of the transaction that keeps the run's model. */
export function keepFolds(store: ProjectStore, made: FoldsMade, at: string): ModelId | null {
  const { result, name, snapshot, parent, card, spread } = made
  const { ensemble, architecture, head, outOfFold } = result
  if (!ensemble) return null
  const items = store.snapshots.items(snapshot)
  const members = ensemble.members.map(({ fold, model, holdOut }) => {
    // What was held out of the main fit, too, or is this fold's to judge.
    const away = (item: (typeof items)[number]) => item.part === 'hold-out' || item.fold === fold
    const learnt = store.snapshots.create(
      items.map((item) => ({ ...item, part: away(item) ? 'hold-out' : 'train', fold: null })),
      at,
    )
    const named = { name: `${name}, fold ${fold}`, architecture, head, blob: model, card }
    const id = store.models.add({ ...named, parent, run: null, snapshot: learnt, status: 'retired' }, at)
    const own = outOfFold.filter((said) => said.fold === fold)
    store.predictions.put(
      id,
      [...holdOut, ...own].flatMap((said) => spread(said, null)),
      at,
    )
    return id
  })
  const how: EnsembleCard = { members, by: 'average', eyes: false }
  const origin = { parent: null, run: null, snapshot: null }
  const named = { name: `${name}, mean of its folds`, architecture: 'ensemble', head: how.by, blob: ensemble.model }
  const judgedHow = `Of the photographs locked away, the mean of all ${members.length} members, none of which saw them. Out of fold, each photograph by the one member that never saw it: how good a member is, and not their mean.`
  const id = store.models.add(
    { ...named, ...origin, card: { ensemble: { ...how }, photographs: items.length, judgedHow }, status: 'candidate' },
    at,
  )
  const predictions = [
    ...ensemble.holdOut.flatMap((said) => spread(said, null)),
    ...outOfFold.flatMap((said) => spread(said, said.fold)),
  ]
  store.predictions.put(id, predictions, at)
  rankAll(store, id)
  return id
}
