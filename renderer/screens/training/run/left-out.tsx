import type { TrainingRun } from '../../../data/contract-types.ts'
import { useLeftOut } from '../../../data/training.ts'
import styles from '../training-screen.module.css'

/** Photographs that the run set aside, to be looked at one by one; nothing where it could read all. */
export function LeftOut({ run }: { readonly run: Pick<TrainingRun, 'id' | 'state'> }) {
  const { data = [] } = useLeftOut(run)
  if (data.length === 0) return null
  return (
    <details className={styles.leftOut} data-testid="left-out">
      <summary>
        {data.length === 1 ? 'One photograph' : `${data.length.toLocaleString('en')} photographs`} could not be read and
        {data.length === 1 ? ' was' : ' were'} left out
      </summary>
      <ul>
        {data.map(({ photograph, reason }) => (
          <li key={photograph}>
            {photograph}: {reason}
          </li>
        ))}
      </ul>
    </details>
  )
}
