import type { ComparedFigure, RoundComparison } from '#shared/contract/verdicts.ts'
import { gradeNames } from '#shared/grades.ts'
import type { Acceptance } from './acceptance.ts'
import { change, isBelow, kappaFigure, leastEyes, list, percent, toleratedSensitivityLoss } from './figures.ts'

/** How far the lower end of the difference's interval may lie below zero. */
const toleratedKappaLoss = 0.02

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
