import { gradeNames, grades } from '#shared/grades.ts'
import styles from './confusion-matrix.module.css'
import { gradeColour } from './grade-look.ts'

interface ConfusionMatrixProps {
  /** Rows are the labels, columns the predictions; counts. */
  readonly matrix: readonly (readonly number[])[]
  readonly label: string
}

/** Labels down, predictions across; each row shaded by its shares, the agreement framed. */
export function ConfusionMatrix({ matrix, label }: ConfusionMatrixProps) {
  return (
    <table className={styles.matrix} aria-label={label}>
      <thead>
        <tr>
          <td className={styles.corner}>label ↓ model →</td>
          {grades.map((grade) => (
            <th key={grade} scope="col" style={{ '--grade': gradeColour(grade) }} title={gradeNames[grade]}>
              {grade}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grades.map((row) => {
          const counts = matrix[row] ?? []
          const sum = counts.reduce((total, value) => total + value, 0)
          return (
            <tr key={row}>
              <th scope="row" style={{ '--grade': gradeColour(row) }}>
                {row} <span>{gradeNames[row]}</span>
              </th>
              {grades.map((column) => {
                const value = counts[column] ?? 0
                const share = sum > 0 ? value / sum : 0
                return (
                  <td
                    key={column}
                    data-agreement={row === column}
                    data-none={value === 0}
                    style={{ background: `rgb(232 231 228 / ${Math.round(share * 34)}%)` }}
                  >
                    {value}
                  </td>
                )
              })}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
