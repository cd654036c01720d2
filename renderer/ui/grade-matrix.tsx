import { gradeNames, grades } from '#shared/grades.ts'
import { gradeColour } from './grade-look.ts'
import styles from './grade-matrix.module.css'

interface GradeMatrixProps {
  readonly label: string
  /** What goes down and what goes across: "label ↓ model →". */
  readonly corner: string
  /** Five rows of five. */
  readonly matrix: readonly (readonly number[])[]
  readonly text: (value: number) => string
  /** 0 to 1: how strongly the field is shaded. */
  readonly shade: (value: number, row: number, column: number) => number
}

/** Grades down and across, the fields shaded, the agreement framed. */
export function GradeMatrix({ label, corner, matrix, text, shade }: GradeMatrixProps) {
  return (
    <table className={styles.matrix} aria-label={label}>
      <thead>
        <tr>
          <td className={styles.corner}>{corner}</td>
          {grades.map((grade) => (
            <th key={grade} scope="col" style={{ '--grade': gradeColour(grade) }} title={gradeNames[grade]}>
              {grade}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grades.map((row) => (
          <tr key={row}>
            <th scope="row" style={{ '--grade': gradeColour(row) }}>
              {row} <span>{gradeNames[row]}</span>
            </th>
            {grades.map((column) => {
              const value = matrix[row]?.[column] ?? 0
              return (
                <td
                  key={column}
                  data-agreement={row === column}
                  data-none={value === 0}
                  style={{ background: `rgb(232 231 228 / ${Math.round(shade(value, row, column) * 34)}%)` }}
                >
                  {text(value)}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
