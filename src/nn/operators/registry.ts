import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import { activationOperators } from './activation.ts'
import { averagePoolOperators } from './average-pool.ts'
import { blockedOperators } from './blocked.ts'
import { choiceOperators } from './choice.ts'
import { convolutionOperators } from './convolution.ts'
import { convolutionGradientOperators } from './convolution-gradient.ts'
import { elementwiseOperators } from './elementwise.ts'
import { eluOperators } from './elu.ts'
import { joinOperators } from './join.ts'
import { layoutOperators } from './layout.ts'
import { matrixOperators } from './matrix.ts'
import { maxPoolOperators } from './max-pool.ts'
import { noiseOperators } from './noise.ts'
import { normalisationOperators } from './normalisation.ts'
import { padOperators } from './pad.ts'
import { poolingOperators } from './pooling.ts'
import { reductionOperators } from './reduction.ts'
import { resizeOperators } from './resize.ts'
import { shapeOperators } from './shape.ts'
import { siluOperators } from './silu.ts'
import { sliceOperators } from './slice.ts'
import { softmaxOperators } from './softmax.ts'
import type { Operator } from './types.ts'

/** Every operator this room understands. */
export const operators: readonly Operator[] = [
  ...activationOperators,
  ...averagePoolOperators,
  ...blockedOperators,
  ...choiceOperators,
  ...convolutionOperators,
  ...convolutionGradientOperators,
  ...elementwiseOperators,
  ...eluOperators,
  ...joinOperators,
  ...layoutOperators,
  ...matrixOperators,
  ...maxPoolOperators,
  ...noiseOperators,
  ...normalisationOperators,
  ...padOperators,
  ...poolingOperators,
  ...reductionOperators,
  ...resizeOperators,
  ...shapeOperators,
  ...siluOperators,
  ...sliceOperators,
  ...softmaxOperators,
]

let index: ReadonlyMap<string, Operator> | undefined

/** The operator of that type and domain. Throws `AppError('operator_unsupported')` naming the one that is missing. */
export function findOperator(type: string, domain: string): Operator {
  index ??= new Map(operators.map((operator) => [`${operator.domain}:${operator.type}`, operator]))
  const operator = index.get(`${domain}:${type}`)
  if (operator === undefined) {
    const name = domain === '' ? type : `${domain}.${type}`
    throw new AppError('operator_unsupported', `The operator ${shortened(name)} is not supported.`, {
      details: { operator: name },
    })
  }
  return operator
}
