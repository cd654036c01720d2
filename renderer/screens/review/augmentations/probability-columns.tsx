import { gradeNames, grades } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { gradeColour } from '../../../ui/grade-look.ts'
import styles from './augmentations.module.css'

/** The probability of each grade as the model gave it, in percent. */
export function ProbabilityColumns({ probabilities }: { readonly probabilities: GradeProbabilities }) {
  return (
    <ol className={styles.columns} start={0}>
      {grades.map((grade) => {
        const percent = 100 * probabilities[grade]
        return (
          <li key={grade} style={{ '--grade': gradeColour(grade) }} title={`${grade} ${gradeNames[grade]}`}>
            <span className="visually-hidden">{gradeNames[grade]}</span>
            <span className={styles.percent}>{percent.toFixed(1)}</span>
            <span className={styles.track} aria-hidden="true">
              <span style={{ height: `${percent}%` }} />
            </span>
            <span className={styles.number} aria-hidden="true">
              {grade}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
