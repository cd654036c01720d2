import { failureSentence } from '../../data/failure-sentence.ts'
import styles from './failed.module.css'

/** Why what was asked for failed, once it has. */
export function Failed({ of }: { readonly of: { readonly error: Error | null } }) {
  if (of.error === null) return null
  return (
    <p className={styles.failed} role="alert">
      {failureSentence(of.error)}
    </p>
  )
}
