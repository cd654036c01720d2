import { create } from 'zustand'
import type { Verdict } from '#shared/contract/quality.ts'
import type { ImageId } from '#shared/ids.ts'
import type { QualityDecision } from '../../data/contract-types.ts'
import type { QualityFilter } from '../../data/quality.ts'

/** What came of the last key: a sentence, or a change of verdicts. */
export type GridNotice = string | { readonly verdict: Verdict; readonly decision: QualityDecision }

interface GridState {
  readonly filter: QualityFilter
  /** Place of the photograph the keys act on, and of the other end of the range. */
  readonly focus: number
  readonly anchor: number
  readonly columns: number
  /** Rows in sight, one at least. */
  readonly rows: number
  /** Photographs of the whole list, loaded or not. */
  readonly total: number
  /** Photographs by place, of the pages in sight. */
  readonly images: ReadonlyMap<number, ImageId>
  readonly notice: GridNotice | null
}

export const freshGrid: GridState = {
  filter: {},
  focus: 0,
  anchor: 0,
  columns: 1,
  rows: 1,
  total: 0,
  images: new Map(),
  notice: null,
}

export const useGrid = create<GridState>(() => freshGrid)

export function filterBy(filter: QualityFilter): void {
  useGrid.setState({ filter, focus: 0, anchor: 0, images: new Map(), notice: null })
}

/** Moves the focus; `extend` keeps the other end of the range where it is. */
export function moveFocus(by: number, extend: boolean): void {
  useGrid.setState(({ focus, anchor, total }) => {
    const next = Math.min(Math.max(focus + by, 0), Math.max(total - 1, 0))
    return { focus: next, anchor: extend ? anchor : next, notice: null }
  })
}

export function focusOn(place: number, extend: boolean): void {
  useGrid.setState(({ anchor }) => ({ focus: place, anchor: extend ? anchor : place, notice: null }))
}

/** The whole list, whose first photograph is then the other end. */
export function selectAll(): void {
  useGrid.setState(({ total }) => ({ anchor: 0, focus: Math.max(total - 1, 0), notice: null }))
}

/** First and last place of the range. */
export function selectedRange({ focus, anchor }: Pick<GridState, 'focus' | 'anchor'>): readonly [number, number] {
  return focus < anchor ? [focus, anchor] : [anchor, focus]
}
