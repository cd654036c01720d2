import { auxiliaryCount } from '#learning/recipes/auxiliary-batch.ts'
import { batchesUpTo, largestFitting } from '#learning/training/batch-to-fit.ts'
import { AppError } from '#shared/errors.ts'
import type { Recipe, RuntimeKind } from '#shared/recipe.ts'
import type { TaskRequest } from '../../compute/protocol.ts'
import type { JobContext } from '../../job.ts'

/** Share of the free memory that a step may take: what augments, validates and writes checkpoints takes some, too. */
const share = 0.7

/** The recipe with as large a batch as this machine's memory holds, and as many more batches a step as make up for it. Each
 *  size is tried in the compute process, which may die of it: then that size does not fit.
 *  Throws `AppError('compute_failed')` where not even the smallest does. */
export async function fitBatch(
  recipe: Recipe,
  { runtime, parent }: Pick<TaskRequest<'measureStep'>, 'runtime' | 'parent'>,
  { compute, threads, signal, report }: Pick<JobContext, 'compute' | 'threads' | 'signal' | 'report'>,
  limit: number = share * process.availableMemory(),
): Promise<Recipe> {
  const size = Math.max(recipe.size, ...recipe.sizes.map((stage) => stage.size))
  const batches = batchesToTry(recipe)
  let done = 0
  // What the process has held before would count as the step's.
  await compute.close()
  const largest = await largestFitting(batches, limit, async (batch) => {
    report({ stage: 'batch', done: done++, total: batches.length })
    try {
      // With the second set of gradients that its accumulation takes.
      const tried = { ...withBatch(recipe, batch), size, sizes: [] }
      const { peakBytes } = await compute.run('measureStep', { recipe: tried, runtime, threads, parent }, { signal })
      return peakBytes
    } catch (error) {
      if (error instanceof AppError && error.code === 'compute_failed') return null
      throw error
    }
  })
  await compute.close()
  if (largest === undefined) {
    throw new AppError(
      'compute_failed',
      `Not even a batch of ${batches[0] ?? 1} fits into memory; choose a smaller network or smaller photographs.`,
    )
  }
  return withBatch(recipe, largest)
}

/** Largest batch of a step that is only timed. */
const smallBatch = 4

/** The recipe to time a step with. Where the batch is still to be found, with a small one, accumulated, which any machine's
 *  memory holds; so on the processor, too, which takes as long for each photograph of a large batch as of a small one (529 ms of
 *  8 and 545 ms of 4 at 128 px), so that nobody waits for many large steps. */
export function recipeToTime(recipe: Recipe, runtime: Exclude<RuntimeKind, 'auto'>): Recipe {
  const onProcessor = runtime === 'cpu' || runtime === 'tensorflow'
  if (!recipe.batchToFit && !(onProcessor && recipe.batch > smallBatch)) return recipe
  const batches = batchesToTry(recipe)
  return withBatch(recipe, batches.findLast((batch) => batch <= smallBatch) ?? batches[0] ?? recipe.batch)
}

/** Batches that may take the place of the recipe's, the smallest first. */
function batchesToTry(recipe: Recipe): number[] {
  return batchesUpTo(recipe.batch).filter((batch) => {
    // An auxiliary batch normalisation divides the batch in two.
    const distorted = auxiliaryCount({ ...recipe, batch })
    return recipe.auxiliaryBatchNorm === 0 || (distorted >= 1 && distorted < batch)
  })
}

/** The recipe with another batch, and as many a step as make up for it. */
function withBatch(recipe: Recipe, batch: number): Recipe {
  const accumulation = Math.min(256, Math.ceil((recipe.batch * recipe.accumulation) / batch))
  return { ...recipe, batch, accumulation, batchToFit: false }
}
