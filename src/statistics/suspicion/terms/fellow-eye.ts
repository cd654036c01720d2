import { type Grade, gradeNames } from '#shared/grades.ts'
import type { Background, Known } from '../evidence.ts'
import { fellowEyeLift } from '../fellow-eyes.ts'
import { against, inFavour, logOddsAgainst, onlyTold, percent, type Term } from '../term.ts'

/** Grades of the two eyes of a patient are mostly alike. What the fellow eye adds to the log-odds of the model term: it may
 *  tip a doubtful label, but no label that neither the model nor the ways of this project's labels put in doubt. */
export const fellowEyeTerm: Term = {
  name: 'fellow-eye',
  // A quarter of what it would count for if the fellow eye's own label were never wrong.
  prior: { weight: 0.25, deviation: 0.5 },
  value: addedLogOdds,
  sentence(known, background) {
    const { label, fellowEye } = known
    if (fellowEye === null) return null
    const speaksAgainst = addedLogOdds(known, background) > 0
    const share = background.fellowEyes[fellowEye]?.[label] as number
    const beside = `beside such an eye ${percent(share)} are ${gradeNames[label]}`
    if (fellowEye === label) {
      const same = `The fellow eye is ${gradeNames[label]}, too`
      return speaksAgainst ? onlyTold(`${same}; ${beside}.`) : inFavour(`${same}.`)
    }
    const other = `The fellow eye is ${gradeNames[fellowEye]}`
    return speaksAgainst
      ? against(`${other}; ${beside}${share < 0.5 ? '' : beyondHalf(known, background)}.`)
      : inFavour(`${other}, which goes with ${gradeNames[label]} no worse than with what else it may be.`)
  },
}

/** Half and more is no ground against a label by itself: what it is held against goes with it. */
function beyondHalf({ label, fellowEye, posterior }: Known, { fellowEyes, shares }: Background): string {
  if (fellowEye === null) return ''
  const lift = fellowEyeLift(fellowEyes, shares, fellowEye)
  if ((lift[label] as number) < 1) return `, where of all labels ${percent(shares[label] as number)} are`
  const weighed = posterior.map((p, grade) => (grade === label ? 0 : p * (lift[grade] as number)))
  const likelier = gradeNames[weighed.indexOf(Math.max(...weighed)) as Grade]
  return `, but ${likelier} is more frequent beside such an eye than elsewhere by more`
}

function addedLogOdds({ label, fellowEye, posterior }: Known, { fellowEyes, shares }: Background): number {
  if (fellowEye === null) return 0
  const lift = fellowEyeLift(fellowEyes, shares, fellowEye)
  let total = 0
  for (const [grade, p] of posterior.entries()) total += p * (lift[grade] as number)
  const own = (posterior[label] as number) * (lift[label] as number)
  return logOddsAgainst(own / total) - logOddsAgainst(posterior[label] as number)
}
