import { gradeNames } from '#shared/grades.ts'
import { against, inFavour, type Term } from '../term.ts'

/** Lesions that were marked allow a least grade on the ICDR scale. A label above it may rest on what was not marked, and they
 *  have nothing to say of it. */
export const lesionsTerm: Term = {
  name: 'lesions',
  prior: { weight: 2, deviation: 0.75 },
  value({ label, impliedGrade }) {
    if (impliedGrade === null || impliedGrade < label) return 0
    return impliedGrade === label ? -1 : 1
  },
  sentence({ label, impliedGrade }) {
    if (impliedGrade === null || impliedGrade < label) return null
    return impliedGrade === label
      ? inFavour(`The lesions marked fit ${gradeNames[label]}.`)
      : against(`The lesions marked mean ${gradeNames[impliedGrade]}.`)
  },
}
