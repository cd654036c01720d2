import { ActionKey } from '../../../app/kit/action-key.tsx'
import { useBound } from '../../../app/kit/bound-actions.ts'
import type { Photograph } from '../../../data/contract-types.ts'
import { GradeBadge } from '../../../ui/grade-badge.tsx'
import { reviewActions } from '../review-actions.ts'
import { suggestionOf } from './suggestion-of.ts'
import styles from './suspicion.module.css'

/** What the label should rather be, beside it, and the key that says so; nothing where that is the label itself. */
export function Suggestion({ of }: { readonly of: NonNullable<Photograph['suspicion']> }) {
  const action = useBound(reviewActions)
  const decision = suggestionOf(of)
  if (decision === null) return null
  const id = decision === 'ungradable' ? 'review.ungradable' : `review.grade-${decision}`
  return (
    <p className={styles.suggestion} data-testid="suggestion">
      <GradeBadge decision={of.label} hollow />
      <span aria-hidden="true">→</span>
      <span className="visually-hidden">should rather be</span>
      <GradeBadge decision={decision} named hollow />
      <ActionKey of={action(id)} />
    </p>
  )
}
