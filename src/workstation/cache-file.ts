import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { logFailure } from '#shared/log.ts'

let writes = 0

/** Keeps a file in the project's cache. A cache that cannot be written to (full disk) costs time, not answers. */
export async function keepInCache(file: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${file}.${process.pid}.${writes++}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(temporary, content)
    await rename(temporary, file)
  } catch (error) {
    logFailure('warn', 'A file could not be kept in the cache of the project.', error)
  }
}
