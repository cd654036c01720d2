import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderJpeg } from '#imaging/thumbnail.ts'
import { keepInCache } from '../cache-file.ts'

const quality = { small: 78, large: 88 } as const

/** The photograph as an oriented sRGB JPEG of at most `maxSide` pixels, kept in the cache folder where one is given. */
export async function renderedJpeg(
  path: string,
  maxSide: number,
  cacheFolder?: string,
  sha256?: string,
): Promise<Uint8Array> {
  const render = () => renderJpeg(path, { maxSide, quality: maxSide > 512 ? quality.large : quality.small })
  if (!cacheFolder || !sha256) return await render()
  const kept = join(cacheFolder, 'rendered', sha256.slice(0, 2), `${sha256}-${maxSide}.jpg`)
  try {
    return await readFile(kept)
  } catch {
    const bytes = await render()
    await keepInCache(kept, bytes)
    return bytes
  }
}
