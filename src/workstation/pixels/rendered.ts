import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { renderJpeg } from '#imaging/thumbnail.ts'

const quality = { small: 78, large: 88 } as const
let writes = 0

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
    await keep(kept, bytes)
    return bytes
  }
}

/** A cache that cannot be written to (full disk) costs time, not pictures. */
async function keep(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.${writes++}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(temporary, bytes)
    await rename(temporary, file)
  } catch {}
}
