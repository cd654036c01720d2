import { afterEach, beforeEach } from 'vitest'
import type { ProjectStore } from '#store/project-store.ts'
import { makeProject, temporaryFolder } from './made-project.ts'

/** Makes an empty project before each test of a file and gives it to `take`; closed and gone after the test. */
export function projectForEach(take: (store: ProjectStore) => void): void {
  let remove: () => void
  let store: ProjectStore
  beforeEach(() => {
    const place = temporaryFolder()
    remove = place.remove
    store = makeProject(place.folder)
    take(store)
  })
  afterEach(() => {
    store.close()
    remove()
  })
}
