import { argMax } from '#numerics/arg-max.ts'
import type { OedemaFigures } from '#shared/contract/common.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import { areaUnderCurve } from './auc.ts'
import { confusionMatrix } from './confusion.ts'
import { orNull } from './evaluation.ts'
import { matrixKappa } from './kappa.ts'

/** What a model that tells oedema risks is judged by. `truth`: n risks, 0 to 2; `probabilities`: n rows of 3. Undefined figures
 *  are null. Throws `AppError('length_mismatch')`. */
export function oedemaFigures(truth: readonly number[], probabilities: readonly ArrayLike<number>[]): OedemaFigures {
  const predicted = probabilities.map((row) => argMax(row))
  const aucOfAtLeast = (risk: number) =>
    areaUnderCurve(
      truth.map((one) => one >= risk),
      probabilities.map((row) => Array.from(row).reduce((sum, p, at) => (at >= risk ? sum + p : sum), 0)),
    )
  return {
    n: truth.length,
    qwk: orNull(matrixKappa(confusionMatrix(truth, predicted, oedemaRiskCount))),
    anyRiskAuc: orNull(aucOfAtLeast(1)),
    referableAuc: orNull(aucOfAtLeast(2)),
  }
}
