import { useMemo } from 'react'
import type { Queue, Standing } from '#shared/queue.ts'
import { askQueueAgain } from '../../../data/review.ts'
import { count } from '../../../ui/count.ts'
import { LinkButton } from '../../../ui/link-button.tsx'
import { standingCounts, useShowing } from './showing.ts'
import styles from './standing.module.css'
import { standingReason, standingWords, unranked } from './standing-words.ts'

/** How many photographs of the queue have no place in its order, and why; each reason narrows the queue to its own. Nothing where
 *  all are ranked. */
export function StandingPart({ queue }: { readonly queue: Queue | undefined }) {
  const counts = useMemo(() => (queue ? standingCounts(queue) : new Map<Standing, number>()), [queue])
  const { standing, show } = useShowing()
  const contradicted = counts.get('contradicted') ?? 0
  const without = unranked.filter((one) => counts.has(one))
  const total = without.reduce((sum, one) => sum + (counts.get(one) ?? 0), 0)
  if (!queue || (total === 0 && contradicted === 0)) return null
  const narrow = (one: Standing | null) => {
    show(one)
    void askQueueAgain()
  }
  const toggle = (one: Standing) => narrow(standing === one ? null : one)
  return (
    <div className={styles.part} data-testid="standing">
      {contradicted > 0 ? (
        <LinkButton
          aria-pressed={standing === 'contradicted'}
          title="Copies of one photograph with different grades: one of them is wrong, so they come first."
          onClick={() => toggle('contradicted')}
        >
          {count(contradicted)} with a copy graded otherwise
        </LinkButton>
      ) : null}
      {total > 0 ? (
        <p className={styles.total}>
          {count(total)} of {count(queue.images.length)} not ranked:
        </p>
      ) : null}
      {without.map((one) => (
        <LinkButton
          key={one}
          aria-pressed={standing === one}
          title={standingReason(one, queue.model)}
          onClick={() => toggle(one)}
        >
          {count(counts.get(one) ?? 0)} {standingWords(one, queue.model)}
        </LinkButton>
      ))}
      {standing !== null && counts.has(standing) ? (
        <LinkButton onClick={() => narrow(null)}>Show all {count(queue.images.length)}</LinkButton>
      ) : null}
    </div>
  )
}
