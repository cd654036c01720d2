import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** The model that is meant where a person asks for one by no name: the one in use, else the newest candidate. Asking puts nothing in
 *  use, and the queue has no order by it. */
export function usualModel({ models }: Pick<ProjectStore, 'models'>): ModelRow | undefined {
  return models.current() ?? models.list().findLast(({ status }) => status === 'candidate')
}
