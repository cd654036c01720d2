import { type Grade, grades, isGrade } from '#shared/grades.ts'
import { decisionName } from '../../../ui/grade-look.ts'
import { useSession } from '../session/session.ts'
import styles from './map.module.css'

interface ComparedGradesProps {
  readonly grade: Grade
  readonly against: Grade
}

/** "Why 2 Moderate, not 1 Mild": both grades can be changed; one that is given the other's takes its place from it. */
export function ComparedGrades({ grade, against }: ComparedGradesProps) {
  const choose = (first: Grade, second: Grade) =>
    useSession.setState({ explainedGrade: first, explainedAgainst: second })
  return (
    <span className={styles.compared} data-testid="compared-grades">
      Why
      <GradeSelect
        label="Grade in question"
        value={grade}
        onChange={(first) => choose(first, first === against ? grade : against)}
      />
      not
      <GradeSelect
        label="Grade it is set against"
        value={against}
        onChange={(second) => choose(second === grade ? against : grade, second)}
      />
    </span>
  )
}

interface GradeSelectProps {
  readonly label: string
  readonly value: Grade
  readonly onChange: (grade: Grade) => void
}

function GradeSelect({ label, value, onChange }: GradeSelectProps) {
  return (
    <select
      className={styles.select}
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = Number(event.currentTarget.value)
        if (isGrade(chosen)) onChange(chosen)
        // The keys belong to the photographs again.
        event.currentTarget.blur()
      }}
    >
      {grades.map((grade) => (
        <option key={grade} value={grade}>
          {decisionName(grade)}
        </option>
      ))}
    </select>
  )
}
