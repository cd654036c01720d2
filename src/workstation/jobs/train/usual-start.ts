import type { Recipe } from '#shared/recipe.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { learntGroups } from '../../provenance/learnt-groups.ts'
import { gatherTrainingSet } from '../../provenance/training-set.ts'

/** The model that a run goes on from where its recipe says no other: the one in use. A starter that has learnt from most of what
 *  would be trained on is left aside: what goes on from it could not be judged on photographs that it never saw. */
export function usualStart(store: ProjectStore, { architecture }: Pick<Recipe, 'architecture'>): ModelRow | undefined {
  const current = store.models.current()
  // A recipe for its very network can go on from nothing else.
  if (current?.status !== 'starter' || architecture === 'current') return current
  const learnt = learntGroups(store, current)
  if (learnt.size === 0) return current
  const items = gatherTrainingSet(store)
  return items.filter(({ group }) => learnt.has(group)).length > items.length / 2 ? undefined : current
}
