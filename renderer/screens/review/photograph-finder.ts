import { goTo } from '../../app/kit/route.ts'
import type { Finder } from '../../app/kit/screen.ts'
import { useSession } from './session/session.ts'
import { select } from './session/session-moves.ts'

/** Photographs of the queue by name. */
export const photographFinder: Finder = {
  group: 'Photographs',
  find: (query) =>
    (useSession.getState().queue?.search(query, 20) ?? []).map(({ image, name }) => ({
      id: `photograph.${image}`,
      label: name,
      run: () => {
        goTo('review')
        void select(image)
      },
    })),
  follow: (changed) =>
    useSession.subscribe(({ queue }, { queue: before }) => {
      if (queue !== before) changed()
    }),
}
