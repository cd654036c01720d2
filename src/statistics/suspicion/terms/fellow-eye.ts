import { gradeNames } from '#shared/grades.ts'
import { fellowEyeLift } from '../fellow-eyes.ts'
import { logOddsAgainst, percent, type Term } from '../term.ts'

/** Grades of the two eyes of a patient are mostly alike. What the fellow eye adds to the log-odds of the model term: it may
 *  tip a doubtful label, but no label that neither the model nor the ways of this project's labels put in doubt. */
export const fellowEyeTerm: Term = {
  name: 'fellow-eye',
  // A quarter of what it would count for if the fellow eye's own label were never wrong.
  prior: { weight: 0.25, deviation: 0.5 },
  value({ label, fellowEye, posterior }, { fellowEyes, shares }) {
    if (fellowEye === null) return 0
    const lift = fellowEyeLift(fellowEyes, shares, fellowEye)
    let total = 0
    for (const [grade, p] of posterior.entries()) total += p * (lift[grade] as number)
    const own = (posterior[label] as number) * (lift[label] as number)
    return logOddsAgainst(own / total) - logOddsAgainst(posterior[label] as number)
  },
  sentence({ label, fellowEye }, { fellowEyes }) {
    if (fellowEye === null) return null
    if (fellowEye === label) return `The fellow eye is ${gradeNames[label]}, too.`
    const share = percent(fellowEyes[fellowEye]?.[label] as number)
    return `The fellow eye is ${gradeNames[fellowEye]}; beside such an eye ${share} are ${gradeNames[label]}.`
  },
}
