import type { ModelSummary } from '#shared/contract/common.ts'
import type { Judgement, ModelEvaluation } from '#shared/contract/training.ts'
import { grades } from '#shared/grades.ts'
import type { ModelId } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { reportSeed } from '#statistics/bootstrap.ts'
import { evaluate } from '#statistics/evaluation.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { starterNotes } from '../models/starter-notes.ts'
import { untrainedReason } from '../models/untrained.ts'
import { groupKeys } from '../provenance/group-keys.ts'
import { gradesToJudgeBy } from '../provenance/settled-grades.ts'
import { classOrderDoubt } from './class-order-doubt.ts'
import { evaluateOedema } from './evaluate-oedema.ts'

export interface EvaluationRequest {
  readonly split: 'hold-out' | 'out-of-fold' | 'all'
  readonly labelSet?: string | undefined
}

/** How well a model's predictions agree with the current grades (or one label set's), on photographs that the fit
 *  behind each prediction never saw; `all` takes the main fit's predictions, seen or not. Oedema risks are
 *  held against the primary label set, or that one. */
export function evaluateModel(
  store: ProjectStore,
  model: ModelId,
  request: EvaluationRequest,
  predictions: readonly Prediction[] = keptPredictions(store, model, request),
): ModelEvaluation {
  store.models.get(model)
  const truth = gradesToJudgeBy(store, request.labelSet)
  const groups = groupKeys(store)
  const images = store.images.all()
  const hashes = new Map(images.map(({ image, sha256 }) => [image, sha256]))
  const heldOut = new Set(images.filter(({ split }) => split === 'hold-out').map(({ image }) => image))
  const rows = predictions.filter(({ image }) => request.split !== 'hold-out' || heldOut.has(image))
  const judged = rows.flatMap(({ image, probabilities }) => {
    const grade = truth.get(image)
    const hash = hashes.get(image)
    return grade === undefined || hash === undefined ? [] : [{ grade, probabilities, group: groups.get(hash) ?? hash }]
  })
  const report = evaluate(
    judged.map(({ grade }) => grade),
    judged.map(({ probabilities }): GradeProbabilities => probabilities),
    { groups: judged.map(({ group }) => group), seed: reportSeed, classes: grades.length },
  )
  const oedema = evaluateOedema(store, rows, request.labelSet)
  return oedema ? { ...report, oedema } : report
}

/** Those of fits that never saw the photograph; or, of all, what is the main fit's. Of an ensemble, what its members' main fits
 *  make together where some of them saw the photograph, and what they make by fits that did not, where none has. */
function keptPredictions(store: ProjectStore, model: ModelId, { split }: EvaluationRequest): readonly Prediction[] {
  if (split !== 'all') return store.predictions.forModel(model, { outOfFold: true })
  const main = store.predictions.forModel(model).filter(({ outOfFold, fold }) => !outOfFold || fold === null)
  // The main fit's of a photograph that it saw comes before another's of the same photograph.
  const first = new Map(main.toReversed().map((prediction) => [prediction.image, prediction]))
  return [...first.values()].toReversed()
}

/** The figures a reader compares two models by. */
export function judgeModel(store: ProjectStore, model: ModelId): Judgement {
  const report = evaluateModel(store, model, { split: 'hold-out' })
  const [low, high] = report.qwkInterval
  return {
    model: summariseModel(store, model, report),
    n: report.n,
    qwk: report.qwk,
    qwkInterval: low === null || high === null ? null : [low, high],
    accuracy: report.accuracy,
    sensitivity: grades.map((grade) => ({
      grade,
      sensitivity: report.perClass[grade]?.sensitivity ?? null,
      n: (report.confusion[grade] ?? []).reduce((sum, count) => sum + count, 0),
    })),
    confusion: report.confusion,
    ...(report.oedema && { oedema: report.oedema }),
  }
}

export function summariseModel(
  store: ProjectStore,
  id: ModelId,
  { qwk, oedema }: Pick<ModelEvaluation, 'qwk' | 'oedema'> = evaluateModel(store, id, { split: 'hold-out' }),
): ModelSummary {
  const row = store.models.get(id)
  const { name, architecture, head, status, parent, createdAt } = row
  const current = store.models.current()?.id === id
  const starter = starterNotes(row)
  const attribution = starter ? `${starter.attribution}, ${starter.licence}` : null
  const oedemaQwk = oedema?.qwk ?? null
  const [untrained, doubt] = [untrainedReason(row), classOrderDoubt(store, row)]
  return {
    ...{ id, name, architecture, head, status, parent, createdAt, qwk, oedemaQwk, current, attribution },
    ...{ untrained, doubt },
  }
}
