import { argMax } from '#numerics/arg-max.ts'
import type { ComparedFigure, ComparedSensitivity, RoundComparison } from '#shared/contract/verdicts.ts'
import { type Grade, gradeCount } from '#shared/grades.ts'
import { bootstrapInterval, pairedDifference } from '#statistics/bootstrap.ts'
import { orNull } from '#statistics/evaluation.ts'
import { matrixKappa } from '#statistics/kappa.ts'
import type { Prediction } from '../inference/predict.ts'

/** A photograph that models are judged by. `group`: its patient or duplicate group; `eye`: the same for all photographs of
 *  one eye. */
export interface HeldOut {
  readonly hash: string
  readonly group: string
  readonly eye: string
  readonly grade: Grade
}

type Statistic = (indices: readonly number[]) => number

/** The figures a student is accepted by, each beside the best model's on the same photographs; intervals by paired bootstrap
 *  over patients. A photograph that either model has no prediction for is left out. */
export function compareOnHoldOut(
  holdOut: readonly HeldOut[],
  student: readonly Prediction[],
  best: readonly Prediction[],
  seed: number,
): RoundComparison {
  const [byStudent, byBest] = [gradesOf(student), gradesOf(best)]
  const judged = holdOut.filter(({ hash }) => byStudent.has(hash) && byBest.has(hash))
  const truth = judged.map(({ grade }) => grade)
  const calledByStudent = judged.map(({ hash }) => byStudent.get(hash) as number)
  const calledByBest = judged.map(({ hash }) => byBest.get(hash) as number)
  const options = { groups: judged.map(({ group }) => group), seed }
  const all = judged.map((_, index) => index)
  const compare = (figure: (called: readonly number[]) => Statistic): ComparedFigure => {
    const [ofStudent, ofBest] = [figure(calledByStudent), figure(calledByBest)]
    const { difference, interval } = pairedDifference(judged.length, ofStudent, ofBest, options)
    return {
      student: orNull(ofStudent(all)),
      best: orNull(ofBest(all)),
      difference: orNull(difference),
      interval: [orNull(interval[0]), orNull(interval[1])],
    }
  }
  const sensitivity = (grade: Grade): ComparedSensitivity => ({
    ...compare((called) => sensitivityTo(grade, truth, called)),
    eyes: new Set(judged.flatMap((one) => (one.grade === grade ? [one.eye] : []))).size,
  })
  const [low, high] = bootstrapInterval(judged.length, kappaOf(truth, calledByStudent), options)
  return {
    n: judged.length,
    kappa: compare((called) => kappaOf(truth, called)),
    kappaInterval: [orNull(low), orNull(high)],
    mild: sensitivity(1),
    moderate: sensitivity(2),
  }
}

function gradesOf(predictions: readonly Prediction[]): Map<string, number> {
  return new Map(predictions.map(({ hash, probabilities }) => [hash, argMax(probabilities)]))
}

/** One matrix of counts, filled anew for every resample: thousands of them are drawn. */
function kappaOf(truth: readonly number[], called: readonly number[]): Statistic {
  const counts = Array.from({ length: gradeCount }, () => new Array<number>(gradeCount).fill(0))
  return (indices) => {
    for (const row of counts) row.fill(0)
    for (const index of indices) {
      const row = counts[truth[index] as number] as number[]
      row[called[index] as number] = (row[called[index] as number] as number) + 1
    }
    return matrixKappa(counts)
  }
}

function sensitivityTo(grade: Grade, truth: readonly number[], called: readonly number[]): Statistic {
  return (indices) => {
    let cases = 0
    let found = 0
    for (const index of indices) {
      if (truth[index] !== grade) continue
      cases++
      if (called[index] === grade) found++
    }
    return cases > 0 ? found / cases : Number.NaN
  }
}
