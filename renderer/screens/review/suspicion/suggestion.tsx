import { useKeys } from '../../../app/actions/keyed-actions.ts'
import type { Photograph } from '../../../data/contract-types.ts'
import { GradeBadge } from '../../../ui/grade-badge.tsx'
import { KeyHint } from '../../../ui/key-hint.tsx'
import { suggestionOf } from './suggestion-of.ts'
import styles from './suspicion.module.css'

/** What the label should rather be, beside it, and the key that says so; nothing where that is the label itself. */
export function Suggestion({ of }: { readonly of: NonNullable<Photograph['suspicion']> }) {
  const keys = useKeys()
  const decision = suggestionOf(of)
  if (decision === null) return null
  const id = decision === 'ungradable' ? 'review.ungradable' : `review.grade-${decision}`
  const key = keys(id).first
  return (
    <p className={styles.suggestion} data-testid="suggestion">
      <GradeBadge decision={of.label} hollow />
      <span aria-hidden="true">→</span>
      <span className="visually-hidden">should rather be</span>
      <GradeBadge decision={decision} named hollow />
      {key ? <KeyHint keys={key} /> : null}
    </p>
  )
}
