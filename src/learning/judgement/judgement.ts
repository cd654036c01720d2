import type { ModelEvaluation } from '#shared/contract/training.ts'
import { evaluate } from '#statistics/evaluation.ts'
import type { Sample } from '../data/dataset.ts'
import type { Prediction } from '../inference/predict.ts'
import { judgeOedema } from './oedema-judgement.ts'

/** A model on photographs that no fit of it has seen. */
export type HoldOutJudgement = ModelEvaluation

type Judged = Pick<Sample, 'hash' | 'group' | 'grade' | 'oedemaTarget'>

/** Figures of the model on the hold-out, the interval by patient. A photograph without a prediction is left out. */
export function judgeHoldOut(
  holdOut: readonly Judged[],
  predictions: readonly Prediction[],
  seed: number,
): HoldOutJudgement {
  const byHash = new Map(predictions.map((prediction) => [prediction.hash, prediction.probabilities]))
  const judged = holdOut.flatMap(({ hash, grade, group }) => {
    const probabilities = byHash.get(hash)
    return probabilities ? [{ grade, group, probabilities }] : []
  })
  const report = evaluate(
    judged.map((one) => one.grade),
    judged.map((one) => one.probabilities),
    { groups: judged.map((one) => one.group), seed, classes: 5 },
  )
  const oedema = judgeOedema(holdOut, predictions)
  return oedema ? { ...report, oedema } : report
}
