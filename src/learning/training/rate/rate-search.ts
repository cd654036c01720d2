import { openRuntime } from '#nn/runtimes/choose.ts'
import { openTrainer } from '#nn/trainer.ts'
import type { Recipe, RuntimeKind } from '#shared/recipe.ts'
import { BatchThreads, batchThreadCount } from '../../data/batch-threads.ts'
import type { BatchRequest } from '../../data/batches.ts'
import { samplesOf, type TrainingPhotograph } from '../../data/dataset.ts'
import { openPreparedCache } from '../../data/photograph-preparation.ts'
import { prepareAll } from '../../data/prepared-cache.ts'
import { type Fit, planRun, readablePart } from '../../data/run-plan.ts'
import { seedOf } from '../../data/seeds.ts'
import { parametersFrom } from '../../models/model-file.ts'
import { startingParameters } from '../../models/starting-parameters.ts'
import { networkOf } from '../../recipes/recipe-network.ts'
import { groupRates, trainerOptions } from '../../recipes/trainer-options.ts'
import { stagesOf } from '../../schedules/stages.ts'
import { epochRequests } from '../fit/epoch-requests.ts'
import type { RateCurve, RateSuggestions } from './rate-curve.ts'
import { findRate, type RateFinderOptions } from './rate-finder.ts'

export interface RateSearchRequest {
  readonly photographs: readonly TrainingPhotograph[]
  readonly lockedGroups: readonly string[]
  readonly recipe: Recipe
  readonly runtime: RuntimeKind
  /** Model file that the recipe goes on from, where it does. */
  readonly parent: Uint8Array | null
  readonly cacheFolder: string
  readonly threads: number
}

/** A range test on what a run of the recipe would start with: its photographs, its parameters, and the size and freezing of
 *  its first stage. Each rate is tried on one batch, whatever the recipe accumulates. Nothing is kept but the prepared
 *  photographs. Throws as `trainModel`. */
export async function searchRate(
  { recipe: asked, parent, ...request }: RateSearchRequest,
  options: Pick<RateFinderOptions, 'signal' | 'onProgress' | 'count'>,
): Promise<RateCurve & RateSuggestions> {
  const [stage] = stagesOf(asked, 1, parent !== null)
  const recipe = { ...asked, size: stage?.size ?? asked.size, accumulation: 1 }
  const network = networkOf(recipe, parent)
  const { cacheFolder: folder, threads } = request
  const cache = openPreparedCache({ folder, size: recipe.size, enhancement: recipe.enhancement })
  const samples = samplesOf(request.photographs)
  const plan = planRun(samples, { ...recipe, folds: 0 }, request.lockedGroups, null)
  // What cannot be read is told by the run that leaves it out.
  const usable = await prepareAll(cache, samples, {
    ...{ workers: threads, onUnreadable: () => {} },
    ...{ signal: options.signal, onProgress: options.onProgress },
  })
  const [fit] = readablePart(plan, new Set(usable.map(({ hash }) => hash)), recipe).fits as [Fit]
  const initial = startingParameters(network, seedOf(recipe.seed, 'start', fit.name))
  const runtime = await openRuntime(request.runtime, { threads })
  const batches = new BatchThreads(batchThreadCount(threads, runtime.kind))
  try {
    const trainer = await openTrainer({
      ...trainerOptions(recipe, network, stage?.freeze ?? 'none'),
      runtime,
      parameters: parent ? parametersFrom(parent, network, initial) : initial,
    })
    try {
      return await findRate(trainer, batches.inOrder(cache, endlessly(fit, recipe)), {
        ...options,
        ratesOf: (rate) => groupRates(rate, recipe),
      })
    } finally {
      await trainer.close()
    }
  } finally {
    await batches.close()
    await runtime.close()
  }
}

/** The batches of one epoch after another. */
function* endlessly(fit: Fit, recipe: Recipe): Generator<BatchRequest> {
  for (let epoch = 0; ; epoch++) yield* epochRequests(fit, recipe, epoch)
}
