import { memo } from 'react'
import type { QualityItem, QualityMeasures } from '#shared/contract/quality.ts'
import { pixelPaths } from '#shared/pixels.ts'
import { reasonInWords } from '#shared/quality-reasons.ts'
import { pixelAddress } from '../../data/project-change.ts'
import { Histogram } from '../../ui/histogram.tsx'
import { Thumbnail } from '../../ui/thumbnail.tsx'
import { focusOn } from './grid-store.ts'
import styles from './quality-screen.module.css'
import { verdictName } from './verdict-look.ts'

interface QualityCellProps {
  readonly place: number
  /** null until its page has come in. */
  readonly item: QualityItem | null
  readonly focused: boolean
  readonly selected: boolean
}

export const QualityCell = memo(function QualityCell({ place, item, focused, selected }: QualityCellProps) {
  if (!item) return <div className={styles.cell} />
  const { measures } = item
  return (
    <button
      type="button"
      className={styles.cell}
      data-testid="quality-cell"
      data-verdict={item.verdict}
      aria-pressed={selected}
      data-focused={focused || undefined}
      tabIndex={focused ? 0 : -1}
      title={measured(measures)}
      onClick={(event) => focusOn(place, event.shiftKey)}
    >
      <span className={styles.picture}>
        <Thumbnail address={pixelAddress(pixelPaths.thumbnail(item.image))} />
        <span className={styles.verdict} data-verdict={item.verdict}>
          {verdictName(item.verdict)}
          {item.decidedBy === 'reader' ? <span title="Decided by a reader"> ✓</span> : null}
        </span>
      </span>
      <Histogram className={styles.histogram} bins={measures.histogram} />
      <span className={styles.name}>{item.name}</span>{' '}
      <span className={styles.reasons}>{item.reasons.map(reasonInWords).join(', ') || '\u00a0'}</span>
    </button>
  )
})

function measured({
  focus,
  retinaFraction,
  retinaDarkFraction: dark,
  retinaBrightFraction: bright,
}: QualityMeasures): string {
  if (dark === null || bright === null) return 'No retina was found'
  return `Focus ${focus.toFixed(2)} · retina ${percent(retinaFraction)} of the frame · dark ${percent(dark)}, bright ${percent(bright)} inside the retina`
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`
}
