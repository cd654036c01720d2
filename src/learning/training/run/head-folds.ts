import type { TensorMap } from '#nn/tensor.ts'
import { AppError } from '#shared/errors.ts'
import type { Recipe } from '#shared/recipe.ts'
import { seedOf } from '../../data/seeds.ts'
import { encodeTrained, parametersFrom } from '../../models/model-file.ts'
import { startingParameters } from '../../models/starting-parameters.ts'
import { stepsPerEpoch } from '../fit/epoch-requests.ts'
import { trainFit } from '../fit/fit-training.ts'
import { HeadFeatures } from './head-features.ts'
import type { RunResults } from './run-checkpoint.ts'
import { TimeLeft } from './time-left.ts'
import type { TrainingRunOptions } from './training-run-options.ts'

/** Throws `AppError('recipe_invalid')` where a recipe's folds are heads and no model is there whose features they could
 *  take. `forFolds`: whether the parent never learnt from the photographs. */
export function requireBackbone({ folds, foldsBy }: Recipe, parent: { readonly forFolds: boolean } | null): void {
  if (folds === 0 || foldsBy !== 'heads' || parent?.forFolds) return
  const why = parent
    ? 'the model that the run starts from has learnt from photographs of this project, and would tell their labels'
    : 'the run starts from no model'
  throw new AppError(
    'recipe_invalid',
    `Folds cannot be heads here: ${why}. Start from a file of weights or a model that never saw them, or let folds be fits.`,
    { details: { field: 'foldsBy' } },
  )
}

type HeadFoldsOptions = Pick<
  TrainingRunOptions,
  'recipe' | 'runtime' | 'atSize' | 'plan' | 'blobs' | 'now' | 'signal' | 'onEvent'
> & { readonly parent: Uint8Array }

/** What heads fitted on the parent's features say of the photographs that each fold keeps from its own, and their models
 *  where the recipe keeps them. It takes minutes: what is stopped is begun anew, and gives the same. Throws as `trainModel`. */
export async function fitHeads(options: HeadFoldsOptions): Promise<Pick<RunResults, 'outOfFold' | 'folds'>> {
  const { recipe, runtime, atSize, plan, parent, blobs, now, signal, onEvent } = options
  const { network, cache } = atSize(recipe.size)
  const startOf = (name: string): TensorMap =>
    parametersFrom(parent, network, startingParameters(network, seedOf(recipe.seed, 'start', name)))
  const folds = plan.fits.filter(({ fold }) => fold > 0)
  const kept = recipe.keepFolds ? (plan.fits[0]?.predict ?? []) : []
  const features = await HeadFeatures.open({
    ...{ recipe, runtime, network, parameters: startOf('features'), cache, signal },
    samples: [...folds.flatMap(({ train, pseudo = [], predict }) => [...train, ...pseudo, ...predict]), ...kept],
    onProgress: (progress) => onEvent({ kind: 'progress', fit: 'features', ...progress, secondsLeft: null }),
  })
  const steps = folds.reduce((sum, fit) => sum + stepsPerEpoch(fit, features.work.recipe) * recipe.epochs, 0)
  const timeLeft = new TimeLeft(steps, now)
  const results: Pick<RunResults, 'outOfFold' | 'folds'> = { outOfFold: [], folds: [] }
  for (const fit of folds) {
    let done = 0
    const tell = () => {
      const { name } = fit
      const at = { stage: name, done, total: recipe.epochs, secondsLeft: timeLeft.seconds() }
      onEvent({ kind: 'progress', fit: name, ...at })
    }
    tell()
    const { parameters } = await trainFit(
      {
        ...{ runtime, now, signal, pretrained: true, ...features.work },
        onPartial: () => {},
        onStep: async () => {
          timeLeft.step()
          tell()
        },
        onEpochEnd: async (epoch) => {
          done = epoch.epoch
          tell()
        },
      },
      fit,
      {
        ...{ epochsDone: 0, underWay: null, optimizer: null, history: [], traces: null, best: null },
        parameters: features.ofHead(startOf(fit.name)),
      },
    )
    const predictions = await features.predict(parameters, fit.predict)
    results.outOfFold.push(...predictions.map((prediction) => ({ ...prediction, fold: fit.fold })))
    if (recipe.keepFolds) {
      const { enhancement, testTimeAugmentation } = recipe
      const bytes = encodeTrained(network, features.withHead(parameters), { enhancement, testTimeAugmentation })
      const holdOut = await features.predict(parameters, kept)
      results.folds.push({ fold: fit.fold, model: await blobs.put(bytes), holdOut })
    }
  }
  return results
}
