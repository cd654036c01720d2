import type { ModelSummary } from '#shared/contract/common.ts'
import styles from './models.module.css'

/** That a model is no model to use yet, and what to do; nothing of any other. */
export function Untrained({ model: { id, untrained } }: { readonly model: Pick<ModelSummary, 'id' | 'untrained'> }) {
  if (untrained === null) return null
  return (
    <p className={styles.warning} data-testid="model-untrained">
      <strong>{id} cannot grade yet.</strong> {untrained} Fine-tune from it: choose {id} under “Start from”.
    </p>
  )
}
