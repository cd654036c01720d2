import type { ComparedFigure, RoundComparison, RoundVerdict } from '#shared/contract/noisy-student.ts'
import { gradeNames } from '#shared/grades.ts'

/** How far the lower end of the difference's interval may lie below zero. */
const toleratedKappaLoss = 0.02
const toleratedSensitivityLoss = 0.05
/** Fewer eyes of a grade say nothing of the sensitivity to it. */
const leastEyes = 30

export interface Acceptance {
  readonly verdict: RoundVerdict
  /** Why, in a sentence for the reader. */
  readonly reason: string
}

/** Whether a student takes the place of the best model so far: its kappa is higher and surely not 0.02 lower, and its
 *  sensitivity to Mild and to Moderate surely not 0.05 lower ("surely": at the lower end of the interval).
 *  `unjudged` with fewer than 30 eyes of either grade, or where kappa is undefined. */
export function judgeRound(comparison: RoundComparison): Acceptance {
  const { n, kappa } = comparison
  const hard = [
    { name: gradeNames[1], ...comparison.mild },
    { name: gradeNames[2], ...comparison.moderate },
  ]
  const few = hard.filter(({ eyes }) => eyes < leastEyes)
  if (few.length > 0) {
    const counted = few.map(({ name, eyes }) => `${eyes} ${eyes === 1 ? 'eye' : 'eyes'} graded ${name}`)
    return unjudged(
      `the held-out photographs show only ${list(counted)}, and at least ${leastEyes} of each are needed`,
      kappa,
    )
  }
  if (kappa.difference === null) return unjudged(`kappa is undefined on the ${n} held-out photographs`, kappa)
  const faults = [
    ...kappaFaults(kappa),
    ...hard.flatMap((figure) => (isBelow(figure, toleratedSensitivityLoss) ? [sensitivityFault(figure)] : [])),
  ]
  if (faults.length > 0)
    return { verdict: 'rejected', reason: `Rejected on ${n} held-out photographs: ${list(faults)}.` }
  const found = hard.map(({ name, student, best }) => `${percent(student)} of ${name} (${percent(best)} before)`)
  return {
    verdict: 'accepted',
    reason: `Accepted on ${n} held-out photographs: kappa rose ${change(kappa)}, and it finds ${list(found)}.`,
  }
}

function kappaFaults(kappa: ComparedFigure): string[] {
  const { difference } = kappa
  if (difference === null || difference < 0) return [`kappa fell ${change(kappa)}`]
  if (difference === 0) return [`kappa did not rise from ${kappaFigure(kappa.best)}`]
  if (!isBelow(kappa, toleratedKappaLoss)) return []
  return [`kappa rose ${change(kappa)}, but may in truth be more than ${toleratedKappaLoss} lower`]
}

function sensitivityFault({ name, student, best, interval }: ComparedFigure & { readonly name: string }): string {
  const loss = interval[0] === null ? 'an unknown number of' : String(Math.round(-interval[0] * 100))
  return `it finds ${percent(student)} of ${name} (${percent(best)} before) and may find ${loss} points less, where ${toleratedSensitivityLoss * 100} are allowed`
}

function unjudged(why: string, kappa: ComparedFigure): Acceptance {
  const figures = kappa.student === null || kappa.best === null ? '' : ` Kappa went ${change(kappa)}.`
  return { verdict: 'unjudged', reason: `Cannot be judged: ${why}. The model is kept as a candidate.${figures}` }
}

/** Whether the lower end of the interval lies further below zero than is tolerated, or is not known. */
function isBelow({ interval: [low] }: ComparedFigure, tolerated: number): boolean {
  return low === null || low < -tolerated
}

/** "from 0.612 to 0.655 (95 % interval of the difference −0.010 to +0.091)". */
function change({ student, best, interval: [low, high] }: ComparedFigure): string {
  return `from ${kappaFigure(best)} to ${kappaFigure(student)} (95 % interval of the difference ${signed(low)} to ${signed(high)})`
}

function kappaFigure(value: number | null): string {
  return value === null ? 'undefined' : value.toFixed(3).replace('-', '−')
}

function percent(share: number | null): string {
  return share === null ? 'an undefined share' : `${Math.round(share * 100)} %`
}

function signed(value: number | null): string {
  if (value === null) return 'undefined'
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
