import { preparePhotograph } from '#imaging/prepare.ts'
import { type CachePlace, PreparedCache, type PreparedCacheOptions } from './prepared-cache.ts'

/** The cache of photographs cropped to their retina, enhanced and scaled to `size` pixels. */
export function openPreparedCache(
  place: CachePlace,
  options: Omit<PreparedCacheOptions, 'place' | 'prepare'> = {},
): PreparedCache {
  const { size, enhancement } = place
  const prepare = async (path: string) => (await preparePhotograph(path, size, enhancement)).pixels
  return new PreparedCache({ ...options, place, prepare })
}
