import type { EvaluationReport } from '#shared/contract/training.ts'
import { argMax } from '#shared/grades.ts'
import { bootstrapInterval } from '#statistics/bootstrap.ts'
import { evaluate, orNull } from '#statistics/evaluation.ts'
import { quadraticKappa } from '#statistics/kappa.ts'
import type { Sample } from './dataset.ts'
import type { Prediction } from './predict.ts'

/** A model on photographs that no fit of it has seen. */
export type HoldOutJudgement = EvaluationReport

type Judged = Pick<Sample, 'hash' | 'group' | 'grade'>

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
  return evaluate(
    judged.map((one) => one.grade),
    judged.map((one) => one.probabilities),
    { groups: judged.map((one) => one.group), seed, classes: 5 },
  )
}

/** A candidate beside the model in use, on the same photographs. */
export interface Comparison {
  /** How many photographs both have predictions for. */
  readonly n: number
  readonly candidate: HoldOutJudgement
  readonly current: HoldOutJudgement
  /** Quadratic kappa of the candidate less that of the current model, and its 95 % interval by patient. */
  readonly difference: number | null
  readonly differenceInterval: readonly [number | null, number | null]
  /** Whether the candidate should take the current model's place: it is not surely worse, and its kappa is no lower. */
  readonly accepted: boolean
  /** Why, in a sentence for the reader. */
  readonly reason: string
}

/** Compares two models on the hold-out by a paired bootstrap: each resample draws the same patients for both. */
export function compareModels(
  holdOut: readonly Judged[],
  candidate: readonly Prediction[],
  current: readonly Prediction[],
  seed: number,
): Comparison {
  const grades = (predictions: readonly Prediction[]) =>
    new Map(predictions.map(({ hash, probabilities }) => [hash, argMax(probabilities)]))
  const [byCandidate, byCurrent] = [grades(candidate), grades(current)]
  const both = holdOut.filter(({ hash }) => byCandidate.has(hash) && byCurrent.has(hash))
  const truth = both.map((one) => one.grade)
  const [a, b] = [byCandidate, byCurrent].map((found) => both.map(({ hash }) => found.get(hash) as number))
  const kappaOf = (predicted: readonly number[] | undefined, indices: readonly number[]) =>
    quadraticKappa(
      indices.map((index) => truth[index] as number),
      indices.map((index) => predicted?.[index] as number),
    )
  const differenceOf = (indices: readonly number[]) => kappaOf(a, indices) - kappaOf(b, indices)
  const difference = differenceOf(both.map((_, index) => index))
  const [low, high] = bootstrapInterval(both.length, differenceOf, { groups: both.map((one) => one.group), seed })
  const accepted = difference >= 0
  return {
    n: both.length,
    candidate: judgeHoldOut(both, candidate, seed),
    current: judgeHoldOut(both, current, seed),
    difference: orNull(difference),
    differenceInterval: [orNull(low), orNull(high)],
    accepted,
    reason: reasonOf(both.length, difference, low, high),
  }
}

function reasonOf(n: number, difference: number, low: number, high: number): string {
  if (n === 0) return 'There is no photograph that both models were kept from, so they cannot be compared.'
  if (Number.isNaN(difference)) return `On ${n} photographs of one grade the two models cannot be compared.`
  const size = `${Math.abs(difference).toFixed(3)} on ${n} photographs (95 % interval ${signed(low)} to ${signed(high)})`
  if (difference < 0) return `The new model's kappa is lower by ${size}${high < 0 ? '.' : '; that may be chance.'}`
  if (difference === 0) return `Both models have the same kappa on ${n} photographs.`
  return `The new model's kappa is higher by ${size}${low > 0 ? '.' : '; that may be chance.'}`
}

function signed(value: number): string {
  if (Number.isNaN(value)) return 'undefined'
  return value < 0 ? `−${Math.abs(value).toFixed(3)}` : `+${value.toFixed(3)}`
}
