import { type Decision, isGrade } from '#shared/grades.ts'
import { quadraticKappa } from '../kappa.ts'
import { wilsonInterval } from './wilson.ts'

export interface SelfAgreement {
  readonly n: number
  readonly same: number
  /** 95 % interval of the share that is the same; null of no pair. */
  readonly interval: readonly [number, number] | null
  /** Of the pairs of grades; NaN where it is undefined. */
  readonly quadraticKappa: number
}

/** How often a reader who is asked once more says the same. */
export function selfAgreement(pairs: readonly (readonly [Decision, Decision])[]): SelfAgreement {
  const same = pairs.filter(([before, again]) => before === again).length
  const graded = pairs.filter(([before, again]) => isGrade(before) && isGrade(again)) as [number, number][]
  return {
    n: pairs.length,
    same,
    interval: pairs.length === 0 ? null : wilsonInterval(same, pairs.length),
    quadraticKappa: quadraticKappa(
      graded.map(([before]) => before),
      graded.map(([, again]) => again),
    ),
  }
}
