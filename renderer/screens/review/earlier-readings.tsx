import type { Photograph } from '../../data/contract-types.ts'
import { GradeBadge } from '../../ui/grade-badge.tsx'
import { dayAndTime } from '../../ui/time.ts'
import styles from './photograph-panel.module.css'

const states: Readonly<Record<Photograph['current']['state'], string>> = {
  adjudicated: 'adjudicated',
  read: 'as read',
  unresolved: 'readers differ: not trained on',
  imported: 'as imported',
  ungradable: 'ungradable: not trained on',
  none: 'no grade',
}

/** Every decision on this photograph that stands, newest first. */
export function EarlierReadings({ photograph }: { readonly photograph: Photograph }) {
  const readings = photograph.readings.toSorted((a, b) => b.id - a.id)
  const now = new Date()
  return (
    <section className={styles.part} aria-label="Earlier readings">
      <h2 className={styles.title}>
        Readings
        {photograph.othersHidden ? null : (
          <span className={styles.fine}>counts {states[photograph.current.state]}</span>
        )}
      </h2>
      {photograph.othersHidden ? (
        <p className={styles.fine} data-testid="others-hidden">
          You have not read it yet. What others said of it, if anything, is shown once you have.
        </p>
      ) : readings.length === 0 ? (
        <p className={styles.fine}>Nobody has read it here yet.</p>
      ) : (
        <ol className={styles.readings}>
          {readings.map((reading) => (
            <li key={reading.id} className={styles.reading}>
              <GradeBadge decision={reading.decision} />
              <span className={styles.grader} title={reading.grader}>
                {reading.grader}
                {reading.ungradableReason ? `, ${reading.ungradableReason}` : ''}
              </span>
              <span className={styles.source}>
                {reading.phase} · {dayAndTime(reading.at, now)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
