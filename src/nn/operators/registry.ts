import { AppError } from '#shared/errors.ts'
import { activationOperators } from './activation.ts'
import { blockedOperators } from './blocked.ts'
import { convolutionOperators } from './convolution.ts'
import { convolutionGradientOperators } from './convolution-gradient.ts'
import { elementwiseOperators } from './elementwise.ts'
import { layoutOperators } from './layout.ts'
import { matrixOperators } from './matrix.ts'
import { noiseOperators } from './noise.ts'
import { normalisationOperators } from './normalisation.ts'
import { poolingOperators } from './pooling.ts'
import { reductionOperators } from './reduction.ts'
import { softmaxOperators } from './softmax.ts'
import type { Operator } from './types.ts'

/** Every operator this room understands. */
export const operators: readonly Operator[] = [
  ...activationOperators,
  ...blockedOperators,
  ...convolutionOperators,
  ...convolutionGradientOperators,
  ...elementwiseOperators,
  ...layoutOperators,
  ...matrixOperators,
  ...noiseOperators,
  ...normalisationOperators,
  ...poolingOperators,
  ...reductionOperators,
  ...softmaxOperators,
]

let index: ReadonlyMap<string, Operator> | undefined

/** The operator of that type and domain. Throws `AppError('operator_unsupported')` naming the one that is missing. */
export function findOperator(type: string, domain: string): Operator {
  index ??= new Map(operators.map((operator) => [`${operator.domain}:${operator.type}`, operator]))
  const operator = index.get(`${domain}:${type}`)
  if (operator === undefined) {
    const name = domain === '' ? type : `${domain}.${type}`
    throw new AppError('operator_unsupported', `The operator ${name} is not supported.`, {
      details: { operator: name },
    })
  }
  return operator
}
