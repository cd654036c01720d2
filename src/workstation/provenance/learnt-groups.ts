import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { modelsBehind } from '../models/models-behind.ts'
import { groupKeys, groupsOf } from './group-keys.ts'
import { learntElsewhere } from './learnt-elsewhere.ts'

/** Groups, as they are now, that the model or one behind it learnt from, whether it was trained on their
 *  photographs or watched by them. */
export function learntGroups(
  store: ProjectStore,
  model: ModelRow,
  groups: ReadonlyMap<string, string> = groupKeys(store),
): ReadonlySet<string> {
  const own = model.snapshot === null ? [] : store.snapshots.items(model.snapshot)
  return new Set([
    ...groupsOf(
      store,
      own.filter(({ part }) => part !== 'hold-out'),
      groups,
    ),
    ...learntElsewhere(store, model).map((hash) => groups.get(hash) ?? hash),
    ...modelsBehind(model).flatMap((id) => [...learntGroups(store, store.models.get(id), groups)]),
  ])
}
