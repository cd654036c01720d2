import type { Recipe } from '#shared/recipe.ts'
import type { Sample } from '../data/dataset.ts'
import { type PreparedCache, prepareAll } from '../data/prepared-cache.ts'
import { stagesOf } from '../schedules/stages.ts'
import type { TrainOptions } from './train-options.ts'

/** Prepares the photographs at every size that a run of the recipe shows them at, before its first step: one that is gone
 *  by a later size has its pixels by then. Gives the hashes of those that can be read at all of them, and tells each other
 *  one once. Throws `AppError('cancelled')`. */
export async function prepareForRun(
  samples: readonly Sample[],
  recipe: Recipe,
  { cacheAt, threads }: { readonly cacheAt: (size: number) => PreparedCache; readonly threads: number },
  { signal, onEvent }: TrainOptions,
): Promise<ReadonlySet<string>> {
  const shown = stagesOf(recipe, recipe.epochs, false).map(({ size }) => size)
  const sizes = [...new Set([recipe.size, ...shown])]
  const total = sizes.length * samples.length
  let readable = samples
  for (const [index, size] of sizes.entries()) {
    const before = (index + 1) * samples.length - readable.length
    readable = await prepareAll(cacheAt(size), readable, {
      ...{ workers: threads, signal },
      onProgress: ({ stage, done }) =>
        onEvent({ kind: 'progress', fit: 'main', stage, done: before + done, total, secondsLeft: null }),
      onUnreadable: ({ hash }, reason) => onEvent({ kind: 'unreadable', hash, reason }),
    })
  }
  return new Set(readable.map(({ hash }) => hash))
}
