import { type Grade, gradeNames, grades, predictedGrade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import styles from './grade-bars.module.css'
import { gradeColour } from './grade-look.ts'
import { percent } from './percent.ts'

interface GradeBarsProps {
  readonly probabilities: GradeProbabilities
  /** Grade of the imported label, marked on its bar. */
  readonly label: Grade | null
  /** Called with the grade whose bar was chosen, to look at what spoke for it. */
  readonly onChoose?: (grade: Grade) => void
  readonly chosen?: Grade | null
}

/** What the model believes: five bars, the predicted one bright, the labelled one marked. */
export function GradeBars({ probabilities, label, onChoose, chosen = null }: GradeBarsProps) {
  const predicted = predictedGrade(probabilities)
  return (
    <ul className={styles.bars}>
      {grades.map((grade) => {
        const share = probabilities[grade]
        return (
          <li key={grade}>
            <button
              type="button"
              className={`${styles.row} ${grade === predicted ? styles.predicted : ''}`}
              aria-pressed={chosen === grade}
              onClick={() => onChoose?.(grade)}
            >
              <span className={styles.number} style={{ '--grade': gradeColour(grade) }}>
                {grade}
              </span>{' '}
              <span className={styles.name}>{gradeNames[grade]}</span>{' '}
              <span className={styles.track}>
                <span
                  className={styles.fill}
                  style={{ '--grade': gradeColour(grade), width: `${Math.max(share * 100, 0.6)}%` }}
                />
              </span>
              <span className={styles.share}>{percent(share)}</span>{' '}
              <span className={styles.mark}>{grade === label ? 'label' : ''}</span>
              <span className="visually-hidden">{grade === predicted ? 'predicted, ' : ''}heat map for this grade</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
