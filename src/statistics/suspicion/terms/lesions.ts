import { gradeNames } from '#shared/grades.ts'
import type { Term } from '../term.ts'

/** Lesions that were marked allow a least grade on the ICDR scale. */
export const lesionsTerm: Term = {
  name: 'lesions',
  prior: { weight: 2, deviation: 0.75 },
  value: ({ label, impliedGrade }) => (impliedGrade === null ? 0 : impliedGrade === label ? -1 : 1),
  sentence({ label, impliedGrade }) {
    if (impliedGrade === null) return null
    return impliedGrade === label
      ? `The lesions marked fit ${gradeNames[label]}.`
      : `The lesions marked mean ${gradeNames[impliedGrade]}.`
  },
}
