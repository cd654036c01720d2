import type { GraphBuilder } from '../../graph/builder.ts'
import type { GradeMoments } from '../../heads/head.ts'
import { rowSums, targetMoment, total } from './target.ts'

/** Keeps the quotient finite where every target and every prediction is the same grade. */
const allowance = 1e-7

/** One less the soft quadratic weighted kappa (Cohen 1968; as a loss, de la Torre 2018): Σ(i-j)²·observed over
 *  Σ(i-j)²·expected by chance, i running over targets and j over predictions of the whole batch. With moments of both
 *  instead of the tables: Σ(i-j)²·t·p = t₂ - 2·t₁·p₁ + t₀·p₂. */
export function addQuadraticKappa(builder: GraphBuilder, { mean, meanSquare }: GradeMoments, target: string): string {
  const add = (a: string, b: string) => builder.op('Add', [a, b])
  const multiply = (a: string, b: string) => builder.op('Mul', [a, b])
  const weight = rowSums(builder, target)
  const sum = targetMoment(builder, target, (grade) => grade)
  const squares = total(
    builder,
    targetMoment(builder, target, (grade) => grade ** 2),
  )
  const spread = add(squares, total(builder, multiply(weight, meanSquare)))
  const twice = builder.scalar(-2)
  const together = total(builder, multiply(sum, mean))
  const byChance = builder.op('Div', [
    multiply(total(builder, sum), total(builder, multiply(weight, mean))),
    total(builder, weight),
  ])
  const observed = add(spread, multiply(twice, together))
  const expected = add(spread, multiply(twice, byChance))
  return builder.op('Div', [observed, add(expected, builder.scalar(allowance))])
}
