import type { ComparedFigure, RoundComparison } from '#shared/contract/verdicts.ts'
import { gradeNames } from '#shared/grades.ts'
import type { Acceptance } from './acceptance.ts'
import { isBelow, kappaFigure, leastEyes, list, percent, signed, toleratedSensitivityLoss } from './figures.ts'

/** Fewer photographs that neither model has learnt from say nothing of which is better. */
const leastPhotographs = 30

/** Whether a model takes the place of the one in use, called `best`: its kappa is surely higher (the lower end of the 95 % interval
 *  of the difference is above zero), and of Mild and Moderate, where 30 eyes or more were judged, it surely does not find 5 points
 *  less. `rejected` where it is surely worse; `unjudged` where that cannot be told. */
export function judgeFineTune({ n, kappa, mild, moderate }: RoundComparison, best: string): Acceptance {
  if (n < leastPhotographs || kappa.difference === null) {
    const few = n < leastPhotographs ? `only ${n} graded photographs` : `the ${n} graded photographs`
    return {
      verdict: 'unjudged',
      reason: `Cannot be told apart from ${best}: there are ${few} that neither has learnt from${n < leastPhotographs ? `, and at least ${leastPhotographs} are needed` : ', and kappa is undefined on them'}.`,
    }
  }
  const figures = `${kappaBeside(kappa, best)}, on ${n} photographs that neither has learnt from`
  const [low, high] = kappa.interval
  if (high !== null && high < 0) return { verdict: 'rejected', reason: `Worse than ${best}: ${figures}.` }
  const faults = [
    { name: gradeNames[1], ...mild },
    { name: gradeNames[2], ...moderate },
  ].flatMap((figure) =>
    figure.eyes >= leastEyes && isBelow(figure, toleratedSensitivityLoss)
      ? [`${percent(figure.student)} of ${figure.name} where ${best} finds ${percent(figure.best)}`]
      : [],
  )
  if (low === null || low <= 0) {
    const word = kappa.difference < 0 ? `Perhaps worse than ${best}` : `Not surely better than ${best}`
    return { verdict: 'unjudged', reason: `${word}: ${figures}.` }
  }
  if (faults.length > 0) {
    return {
      verdict: 'unjudged',
      reason: `Better than ${best} by kappa, but it may find less of what is hard to tell: ${list(faults)}. ${capital(figures)}.`,
    }
  }
  return { verdict: 'accepted', reason: `Better than ${best}: ${figures}.` }
}

/** The same where nothing is in use that has a word for these photographs: whether its kappa is surely above that of chance. */
export function judgeFirst(n: number, kappa: number | null, interval: RoundComparison['kappaInterval']): Acceptance {
  const [low, high] = interval
  if (n < leastPhotographs || kappa === null || low === null) {
    return {
      verdict: 'unjudged',
      reason: `Cannot be judged: there are ${n} graded photographs that it has not learnt from, and at least ${leastPhotographs} are needed.`,
    }
  }
  const figures = `kappa ${kappaFigure(kappa)} (95 % interval ${kappaFigure(low)} to ${kappaFigure(high)}) on ${n} photographs that it has not learnt from`
  if (low > 0) return { verdict: 'accepted', reason: `Better than chance: ${figures}.` }
  return { verdict: 'unjudged', reason: `Not surely better than chance: ${figures}.` }
}

function kappaBeside({ student, best: before, interval: [low, high] }: ComparedFigure, best: string): string {
  return `kappa ${kappaFigure(student)} where ${best} has ${kappaFigure(before)} (95 % interval of the difference ${signed(low)} to ${signed(high)})`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
