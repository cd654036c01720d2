import { argMax } from '#numerics/arg-max.ts'
import type { OedemaFigures } from '#shared/contract/common.ts'
import { oedemaFigures } from '#statistics/oedema.ts'
import type { Sample } from '../data/dataset.ts'
import type { Prediction } from '../inference/predict.ts'

/** Figures of the oedema risks on photographs that have a label of them, none of which was trained on; undefined for a model
 *  that does not tell them. A photograph without a prediction is left out. */
export function judgeOedema(
  samples: readonly Pick<Sample, 'hash' | 'oedemaTarget'>[],
  predictions: readonly Prediction[],
): OedemaFigures | undefined {
  const told = new Map(predictions.flatMap(({ hash, oedema }) => (oedema ? [[hash, oedema] as const] : [])))
  if (told.size === 0) return undefined
  const judged = samples.flatMap(({ hash, oedemaTarget }) => {
    const probabilities = told.get(hash)
    return oedemaTarget && probabilities ? [{ risk: argMax(oedemaTarget), probabilities }] : []
  })
  return oedemaFigures(
    judged.map(({ risk }) => risk),
    judged.map(({ probabilities }) => probabilities),
  )
}
