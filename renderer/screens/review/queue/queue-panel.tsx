import { NativeSelect } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { usePreferences } from '../../../data/preferences.ts'
import { useProject } from '../../../data/projects.ts'
import { boundaryChoices, queueOrders } from '../../../data/queue-choice.ts'
import { allSuspects } from '../../../data/review.ts'
import { count } from '../../../ui/count.ts'
import { SaveButton } from '../../../ui/save-button.tsx'
import { saveTable } from '../../../ui/save-file.ts'
import { useSession } from '../session/session.ts'
import type { QueueModel } from './queue-model.ts'
import styles from './queue-panel.module.css'
import { QueueRowView } from './queue-row.tsx'
import { queueTable } from './queue-table.ts'

const rowPx = 58

/** The queue: only the rows in sight exist, so 100,000 are as quick as 100. */
export function QueuePanel({ queue, standing }: { readonly queue: QueueModel; readonly standing: ReactNode }) {
  const scroller = useRef<HTMLDivElement>(null)
  const project = useProject().data?.name ?? ''
  const { order, boundary, setOrder, setBoundary } = usePreferences()
  const revision = useSession((session) => session.revision)
  const selected = useSession((session) => session.selected)
  const flash = useSession((session) => session.flash)
  const virtualizer = useVirtualizer({
    count: queue.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 14,
  })
  const place = selected === null ? null : queue.indexOf(selected)

  useEffect(() => {
    if (place !== null) virtualizer.scrollToIndex(place, { align: 'auto' })
  }, [place, virtualizer])

  return (
    <section className={styles.panel} aria-label="Queue">
      <div className={styles.choices}>
        <NativeSelect
          aria-label="Order of the queue"
          size="xs"
          value={order}
          onChange={(event) => {
            const chosen = queueOrders.find((one) => one.order === event.currentTarget.value)
            if (chosen) setOrder(chosen.order)
            // The keys belong to the photographs again.
            event.currentTarget.blur()
          }}
          data={queueOrders.map((one) => ({ value: one.order, label: one.name }))}
        />
        <NativeSelect
          aria-label="Grades in the queue"
          size="xs"
          value={boundary === null ? 'all' : String(boundary)}
          onChange={(event) => {
            const { value } = event.currentTarget
            setBoundary(value === 'all' ? null : Number(value))
            event.currentTarget.blur()
          }}
          data={[
            { value: 'all', label: 'All grades' },
            ...boundaryChoices.map((one) => ({ value: String(one.boundary), label: one.name })),
          ]}
        />
      </div>
      <div className={styles.summary}>
        {place === null ? '–' : count(place + 1)} of {count(queue.length)}
        <span>
          {count(queue.reviewedCount)} read
          <SaveButton
            kind="CSV"
            of="the queue"
            title="The queue in this order, with every reason, as CSV"
            save={async () => saveTable([project, 'queue', order], queueTable(queue, await allSuspects()))}
          />
        </span>
      </div>
      {standing}
      <div ref={scroller} className={styles.scroller} data-testid="queue">
        <ul
          className={styles.rows}
          style={{ height: virtualizer.getTotalSize(), '--row': `${rowPx}px` }}
          data-revision={revision}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = queue.row(index)
            return row ? (
              <QueueRowView
                key={row.image}
                {...row}
                top={start}
                selected={row.image === selected}
                flash={flash?.image === row.image ? flash.reading : null}
              />
            ) : null
          })}
        </ul>
      </div>
    </section>
  )
}
