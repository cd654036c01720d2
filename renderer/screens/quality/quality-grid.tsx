import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { QualityItem } from '#shared/contract/quality.ts'
import { type QualityFilter, qualityPageSize, useQualityPages } from '../../data/quality.ts'
import { columnsFor, pagesFor } from './grid-layout.ts'
import { selectedRange, useGrid } from './grid-store.ts'
import { QualityCell } from './quality-cell.tsx'
import styles from './quality-screen.module.css'

const leastPx = 176
const gapPx = 10
/** Below the picture: histogram, name, reasons. */
const captionPx = 76

interface QualityGridProps {
  readonly filter: QualityFilter
  readonly total: number
}

/** Thumbnails in rows of which only those in sight exist; their pages are asked for as they come into sight. */
export function QualityGrid({ filter, total }: QualityGridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: sized, width, height } = useElementSize()
  const columns = columnsFor(Math.max(width, leastPx), leastPx, gapPx)
  const cellPx = (Math.max(width, leastPx) - gapPx * (columns - 1)) / columns
  const rowPx = Math.round(cellPx * 0.68 + captionPx) + gapPx
  const { focus, anchor } = useGrid()
  const [from, to] = selectedRange({ focus, anchor })

  const virtualizer = useVirtualizer({
    count: Math.ceil(total / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 2,
  })
  useEffect(() => {
    // The virtualizer remembers the sizes it was told; a new width makes new ones.
    if (rowPx > 0) virtualizer.measure()
  }, [rowPx, virtualizer])
  const rowsInSight = Math.max(1, Math.floor(height / rowPx))
  useEffect(() => useGrid.setState({ columns, rows: rowsInSight }), [columns, rowsInSight])
  useEffect(() => {
    virtualizer.scrollToIndex(Math.floor(focus / columns), { align: 'auto' })
  }, [focus, columns, virtualizer])

  const rows = virtualizer.getVirtualItems()
  const firstPlace = (rows[0]?.index ?? 0) * columns
  const lastPlace = Math.min(((rows.at(-1)?.index ?? 0) + 1) * columns, total) - 1
  const items = useItems(filter, firstPlace, lastPlace)

  return (
    <div ref={useMergedRef(scroller, sized)} className={styles.scroller} data-testid="quality-grid">
      <div className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => (
          <div
            key={row.index}
            className={styles.row}
            style={{
              transform: `translateY(${row.start}px)`,
              height: rowPx - gapPx,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              gap: gapPx,
            }}
          >
            {Array.from({ length: Math.min(columns, total - row.index * columns) }, (_, column) => {
              const place = row.index * columns + column
              return (
                <QualityCell
                  key={place}
                  place={place}
                  item={items.get(place) ?? null}
                  focused={place === focus}
                  selected={place >= from && place <= to}
                />
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

/** The photographs at the places in sight; told to the grid's store, where the keys look for them. */
function useItems(filter: QualityFilter, firstPlace: number, lastPlace: number): ReadonlyMap<number, QualityItem> {
  const pages = pagesFor(firstPlace, lastPlace, qualityPageSize)
  const results = useQualityPages(filter, pages)
  const items = new Map<number, QualityItem>()
  results.forEach((result, index) => {
    const page = pages[index] ?? 0
    result.data?.items.forEach((item, offset) => {
      items.set(page * qualityPageSize + offset, item)
    })
  })
  const known = [...items].map(([place, item]) => `${place}:${item.image}`).join()
  const latest = useRef(items)
  latest.current = items
  useEffect(() => {
    if (!known) return
    useGrid.setState({ images: new Map([...latest.current].map(([place, item]) => [place, item.image])) })
  }, [known])
  return items
}
