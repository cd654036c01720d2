import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import styles from './notes.module.css'

/** What a person should know before the labels count, and first of all why they cannot. */
export function Notes({
  problem,
  warnings,
}: {
  readonly problem: string | null
  readonly warnings: readonly string[]
}) {
  return (
    <>
      {problem === null ? null : (
        <p className={styles.problem} role="alert" data-testid="import-problem">
          <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />
          <span>{problem}</span>
        </p>
      )}
      {warnings.length === 0 ? null : (
        <ul className={styles.warnings} aria-label="To know" data-testid="import-warnings">
          {warnings.map((warning) => (
            <li key={warning}>
              <IconInfoCircle size={16} stroke={1.6} aria-hidden="true" />
              <span>{warning}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
