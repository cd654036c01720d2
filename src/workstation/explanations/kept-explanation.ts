import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sha256 } from '#shared/ids.ts'
import { sha256Of } from '#store/blobs.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { keepInCache } from '../cache-file.ts'
import { type TaskRequest, type TaskResult, tasks } from '../compute/protocol.ts'

/** Goes up when the same question is answered by another map. */
const edition = 3

const keyFields = ['models', 'method', 'layers', 'grade', 'against', 'change'] as const

/** What an explanation follows from. */
export type ExplanationKey = Pick<TaskRequest<'explain'>, (typeof keyFields)[number]> & {
  readonly photograph: Sha256
}

/** The explanation that was made before and whose overlay is still among the blobs; else it is made, and kept in the
 *  project's cache. */
export async function keptExplanation(
  store: Pick<ProjectStore, 'cacheFolder' | 'blobs'>,
  key: ExplanationKey,
  make: () => Promise<TaskResult<'explain'>>,
): Promise<TaskResult<'explain'>> {
  const asked = JSON.stringify([edition, key.photograph, ...keyFields.map((field) => key[field])])
  const name = sha256Of(Buffer.from(asked))
  const file = join(store.cacheFolder, 'explanations', name.slice(0, 2), `${name}.json`)
  const kept = await readKept(file)
  const pictures = kept ? [kept.overlay, ...(kept.picture === null ? [] : [kept.picture])] : []
  if (kept && pictures.every((one) => store.blobs.has(one))) return kept
  const made = await make()
  await keepInCache(file, JSON.stringify(made))
  return made
}

async function readKept(file: string): Promise<TaskResult<'explain'> | undefined> {
  try {
    return tasks.explain.result.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}
