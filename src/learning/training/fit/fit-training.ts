import type { TensorMap } from '#nn/tensor.ts'
import { openTrainer } from '#nn/trainer.ts'
import type { Recipe } from '#shared/recipe.ts'
import type { Fit } from '../../data/run-plan.ts'
import { trainerOptions } from '../../recipes/trainer-options.ts'
import { bestEpoch, patienceIsOver } from '../../schedules/early-stop.ts'
import { type Stage, stagesOf } from '../../schedules/stages.ts'
import { trainEpoch } from './epoch-training.ts'
import type { FitContext, FollowedFit } from './fit-context.ts'
import { type FitState, parametersInUse, type Watched } from './fit-state.ts'
import { type LabelTrace, LabelTraces } from './label-traces.ts'
import { validateEpoch } from './validation.ts'

export interface TrainedFit {
  readonly parameters: TensorMap
  /** Of the epochs whose parameters these are. */
  readonly history: readonly Watched[]
  /** How its labels were learnt; none of a fold, whose photographs the main fit learns, too. */
  readonly traces: readonly LabelTrace[]
}

/** Trains from `start` to the last epoch, or until the recipe's patience is over, and gives the parameters to keep. After
 *  every epoch: its figures, with a state from which the rest would run the same. Throws `AppError('cancelled')`
 *  between steps. */
export async function trainFit(context: FitContext, fit: Fit, start: FitState): Promise<TrainedFit> {
  const { recipe, watched, pretrained } = context
  const epochs = watched === null ? recipe.epochs : watched.length
  const traces = fit.fold === 0 ? new LabelTraces(fit.train, start.traces) : null
  let state = start
  for (const stage of stagesOf(recipe, epochs, pretrained)) {
    if (stage.to > state.epochsDone)
      state = await trainStage({ ...context, traces }, fit, { ...stage, last: stage.to === epochs }, state)
  }
  const { best, history } = state
  const followed = traces?.traces() ?? []
  return best
    ? { parameters: best.parameters, history: history.slice(0, best.epoch), traces: followed }
    : { parameters: parametersInUse(state), history, traces: followed }
}

/** Only epochs of the last stage compete to be the best: those before trained less, or on smaller photographs. */
type PlacedStage = Stage & { readonly last: boolean }

async function trainStage(context: FollowedFit, fit: Fit, stage: PlacedStage, start: FitState): Promise<FitState> {
  const { recipe, runtime } = context
  const begins = start.epochsDone === stage.from && !start.underWay
  let state = stage.anew && begins ? { ...start, optimizer: null } : start
  if (isOver(recipe, stage, state)) return state
  const sized = context.atSize(stage.size)
  const trainer = await openTrainer({
    ...trainerOptions(recipe, sized.network, stage.freeze),
    runtime,
    parameters: state.parameters,
    optimizerState: state.optimizer ?? undefined,
  })
  if (trainer.partial) context.onPartial()
  try {
    while (state.epochsDone < stage.to && !isOver(recipe, stage, state)) {
      const trained = await trainEpoch(context, fit, { ...sized, trainer, state })
      const next = { parameters: trainer.parameters(), optimizer: trainer.optimizerState() }
      const inUse = parametersInUse(next)
      const figures = await validateEpoch({ ...context, ...sized, parameters: inUse, samples: fit.validation })
      const epoch = state.epochsDone + 1
      const history = [...state.history, { loss: figures.validationLoss, kappa: figures.qwk }]
      const better = recipe.earlyStop && stage.last && bestEpoch(kappas(history), stage.from) === epoch - 1
      state = {
        ...next,
        epochsDone: epoch,
        underWay: null,
        history,
        traces: context.traces?.kept() ?? null,
        best: better ? { epoch, parameters: inUse } : state.best,
      }
      await context.onEpochEnd({ epoch, ...trained, ...figures }, state)
    }
    return state
  } finally {
    await trainer.close()
  }
}

const kappas = (history: readonly Watched[]) => history.map(({ kappa }) => kappa)

function isOver({ earlyStop }: Recipe, stage: PlacedStage, { history }: FitState): boolean {
  return earlyStop !== null && stage.last && patienceIsOver(kappas(history), stage.from, earlyStop.patience)
}
