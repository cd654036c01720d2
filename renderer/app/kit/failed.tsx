import { failureCode, failureSentence } from '../../data/failure-sentence.ts'
import styles from './failed.module.css'
import { openOverlay } from './overlays.ts'

/** Failures whose sentence cannot say all of it: the log has the cause. */
const loggedCodes: ReadonlySet<string | null> = new Set(['internal', 'compute_failed'])

/** Why what was asked for failed, once it has. */
export function Failed({ of }: { readonly of: { readonly error: Error | null } }) {
  if (of.error === null) return null
  return (
    <p className={styles.failed} role="alert">
      {failureSentence(of.error)}
      {loggedCodes.has(failureCode(of.error)) ? (
        <>
          {' '}
          <button type="button" className={styles.log} onClick={() => openOverlay('log')}>
            Open the log
          </button>
        </>
      ) : null}
    </p>
  )
}
