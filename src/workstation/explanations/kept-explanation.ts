import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Sha256, sha256Schema } from '#shared/ids.ts'
import { sha256Of } from '#store/blobs.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { keepInCache } from '../cache-file.ts'
import { type TaskRequest, type TaskResult, tasks } from '../compute/protocol.ts'

/** Goes up when the same question is answered by another map. */
const edition = 1

/** What an explanation follows from. */
export type ExplanationKey = Pick<TaskRequest<'explain'>, 'models' | 'method' | 'layers' | 'grade' | 'against'> & {
  readonly photograph: Sha256
}

/** The explanation that was made before and whose overlay is still among the blobs; else it is made, and kept in the
 *  project's cache. */
export async function keptExplanation(
  store: Pick<ProjectStore, 'cacheFolder' | 'blobs'>,
  { models, photograph, method, layers, grade, against }: ExplanationKey,
  make: () => Promise<TaskResult<'explain'>>,
): Promise<TaskResult<'explain'>> {
  const asked = JSON.stringify([edition, models, photograph, method, layers, grade, against])
  const name = sha256Of(Buffer.from(asked))
  const file = join(store.cacheFolder, 'explanations', name.slice(0, 2), `${name}.json`)
  const kept = await readKept(file)
  if (kept && store.blobs.has(sha256Schema.parse(kept.overlay))) return kept
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
