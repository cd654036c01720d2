import { type Decision, type Grade, gradeNames } from '#shared/grades.ts'

/** The one look of a grade: its step of the ordered scale in tokens.css. */
export function gradeColour(grade: Grade): string {
  return `var(--grade-${grade})`
}

/** "2 Moderate", "Ungradable". */
export function decisionName(decision: Decision): string {
  return decision === 'ungradable' ? 'Ungradable' : `${decision} ${gradeNames[decision]}`
}
