import { useBound } from '../../app/kit/bound-actions.ts'
import { count } from '../../ui/count.ts'
import { selectedRange, useGrid } from './grid-store.ts'
import { qualityActions } from './quality-actions.ts'
import styles from './quality-screen.module.css'
import { markedSentence } from './verdict-sentences.ts'

/** What came of the last key, or how much is selected. */
export function GridStatus({ failure }: { readonly failure: string | null }) {
  const { notice, total, focus, anchor } = useGrid()
  const undoKey = useBound(qualityActions)('quality.undo').keys.first ?? undefined
  const [from, to] = selectedRange({ focus, anchor })
  const selected = to > from ? `${count(to - from + 1)} of ${count(total)} selected` : ''
  const said =
    notice === null || typeof notice === 'string' ? notice : markedSentence(notice.verdict, notice.decision, undoKey)
  return (
    <p className={styles.notice} role="status" data-testid="quality-notice">
      {said ?? failure ?? selected}
    </p>
  )
}
