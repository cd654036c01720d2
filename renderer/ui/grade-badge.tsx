import { type Decision, gradeNames } from '#shared/grades.ts'
import styles from './grade-badge.module.css'
import { decisionName, gradeColour } from './grade-look.ts'

interface GradeBadgeProps {
  /** null where there is no grade. */
  readonly decision: Decision | null
  /** With its ICDR name beside the number. */
  readonly named?: boolean
  /** Hollow for what is not yet a reader's decision: an imported label, a prediction. */
  readonly hollow?: boolean
}

/** A grade: number, ICDR name (spoken even where only the number is drawn) and its step of the scale. */
export function GradeBadge({ decision, named = false, hollow = false }: GradeBadgeProps) {
  const name = decision === null ? 'No grade' : decisionName(decision)
  const colour = decision === null || decision === 'ungradable' ? 'var(--text-dim)' : gradeColour(decision)
  return (
    <span className={styles.badge} title={named ? undefined : name}>
      <span
        className={`${styles.number} ${hollow || decision === null ? styles.hollow : ''}`}
        style={{ '--grade': colour }}
        aria-hidden="true"
      >
        {decision === null ? '–' : decision === 'ungradable' ? 'U' : decision}
      </span>
      {named ? (
        <span aria-hidden="true">
          {decision === null ? 'No grade' : decision === 'ungradable' ? 'Ungradable' : gradeNames[decision]}
        </span>
      ) : null}
      <span className="visually-hidden">{name}</span>
    </span>
  )
}
