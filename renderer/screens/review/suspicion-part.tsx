import type { Photograph } from '../../data/contract-types.ts'
import styles from './photograph-panel.module.css'

/** Why this photograph is where it is in the queue. */
export function SuspicionPart({ suspicion }: { readonly suspicion: Photograph['suspicion'] }) {
  if (!suspicion) return null
  const score = Math.round(suspicion.score * 100)
  return (
    <section className={styles.part} aria-label="Why it is here">
      <h2 className={styles.title}>
        Why it is here
        <span className={styles.fine}>suspicion {score} of 100</span>
      </h2>
      <div className={styles.meter} aria-hidden="true">
        <div style={{ width: `${score}%` }} />
      </div>
      <p>{suspicion.sentence}</p>
    </section>
  )
}
