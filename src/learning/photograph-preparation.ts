import { preparePhotograph } from '#imaging/prepare.ts'
import { PreparedCache } from './prepared-cache.ts'

/** Changes whenever prepared pixels would come out otherwise, so that old cache entries are not taken for new ones. */
const variant = 'retina-1'

/** The cache of photographs cropped to their retina at `size` pixels. */
export function openPreparedCache(folder: string, size: number): PreparedCache {
  return new PreparedCache({
    folder,
    size,
    variant,
    prepare: async (path) => (await preparePhotograph(path, size)).pixels,
  })
}
