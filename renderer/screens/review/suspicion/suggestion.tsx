import { useActions } from '../../../app/actions/keyed-actions.ts'
import { shownShortcut } from '../../../app/actions/keys.ts'
import { onMac } from '../../../app/on-mac.ts'
import type { Photograph } from '../../../data/contract-types.ts'
import { GradeBadge } from '../../../ui/grade-badge.tsx'
import { KeyHint } from '../../../ui/key-hint.tsx'
import { suggestionOf } from './suggestion-of.ts'
import styles from './suspicion.module.css'

/** What the label should rather be, beside it, and the key that says so; nothing where that is the label itself. */
export function Suggestion({ of }: { readonly of: NonNullable<Photograph['suspicion']> }) {
  const actions = useActions()
  const decision = suggestionOf(of)
  if (decision === null) return null
  const id = decision === 'ungradable' ? 'review.ungradable' : `review.grade-${decision}`
  const key = actions.find((action) => action.id === id)?.shortcuts[0]
  return (
    <p className={styles.suggestion} data-testid="suggestion">
      <GradeBadge decision={of.label} hollow />
      <span aria-hidden="true">→</span>
      <span className="visually-hidden">should rather be</span>
      <GradeBadge decision={decision} named hollow />
      {key ? <KeyHint keys={shownShortcut(key, onMac)} /> : null}
    </p>
  )
}
