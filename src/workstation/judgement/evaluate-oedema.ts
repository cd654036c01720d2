import type { OedemaFigures } from '#shared/contract/common.ts'
import { oedemaFigures } from '#statistics/oedema.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { oedemaToJudgeBy } from '../provenance/settled-grades.ts'

/** How well predictions agree with the oedema risks of the primary label set, or of one that is named; undefined where none of
 *  them tells any. Throws `AppError('not_found')` for a label set that is not there. */
export function evaluateOedema(
  store: ProjectStore,
  predictions: readonly Prediction[],
  labelSet?: string,
): OedemaFigures | undefined {
  const told = predictions.flatMap(({ image, oedema }) => (oedema ? [{ image, oedema }] : []))
  if (told.length === 0) return undefined
  const risks = oedemaToJudgeBy(store, labelSet)
  const judged = told.flatMap(({ image, oedema }) => {
    const risk = risks.get(image)
    return risk === undefined ? [] : [{ risk, oedema }]
  })
  return oedemaFigures(
    judged.map(({ risk }) => risk),
    judged.map(({ oedema }) => oedema),
  )
}
