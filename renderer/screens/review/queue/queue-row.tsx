import { IconCheck } from '@tabler/icons-react'
import { memo } from 'react'
import { pixelPaths } from '#shared/pixels.ts'
import { pixelAddress } from '../../../data/project-change.ts'
import { GradeBadge } from '../../../ui/grade-badge.tsx'
import { Thumbnail } from '../../../ui/thumbnail.tsx'
import { select } from '../session/session-moves.ts'
import type { QueueRow } from './queue-model.ts'
import styles from './queue-row.module.css'

interface QueueRowProps extends QueueRow {
  readonly top: number
  readonly selected: boolean
  /** The reading just stored for this photograph, to be flashed. */
  readonly flash: number | null
}

/** One photograph of the queue: what it is called now, what the model would call it, how suspicious it is. */
export const QueueRowView = memo(function QueueRowView(props: QueueRowProps) {
  const { image, name, label, current, predicted, suspicion, reviewed, top, selected, flash } = props
  const shown = reviewed ? current : label
  return (
    <li className={styles.item} style={{ transform: `translateY(${top}px)` }}>
      <button
        type="button"
        className={styles.row}
        aria-current={selected ? 'true' : undefined}
        data-testid="queue-row"
        data-image={image}
        data-reviewed={reviewed}
        onClick={() => void select(image)}
        tabIndex={selected ? 0 : -1}
      >
        <span className={styles.picture}>
          <Thumbnail address={pixelAddress(pixelPaths.thumbnail(image))} />
          {flash !== null && current !== null ? (
            <span key={flash} className={styles.flash}>
              <GradeBadge decision={current} />
            </span>
          ) : null}
        </span>
        <span className={styles.text}>
          <span className={styles.name}>{name}</span>
          <span className={styles.grades}>
            <GradeBadge decision={shown} hollow={!reviewed} />
            {predicted !== null ? (
              <>
                <span className={styles.arrow}>model</span>
                <GradeBadge decision={predicted} hollow />
              </>
            ) : null}
            {reviewed ? <IconCheck size={14} stroke={2.2} className={styles.read} aria-label="Read" /> : null}
          </span>
        </span>
        {suspicion !== null ? (
          <span className={styles.suspicion} title={`Suspicion ${Math.round(suspicion * 100)} of 100`}>
            <span style={{ height: `${Math.max(suspicion * 100, 2)}%` }} />
          </span>
        ) : null}
      </button>
    </li>
  )
})
