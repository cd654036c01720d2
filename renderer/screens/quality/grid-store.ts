import { create } from 'zustand'
import type { Verdict } from '#shared/contract/quality.ts'
import type { ImageId } from '#shared/ids.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { usePreferences } from '../../data/preferences.ts'
import { decideQuality } from '../../data/quality.ts'

interface GridState {
  /** Place of the photograph the keys act on, and of the other end of the range. */
  readonly focus: number
  readonly anchor: number
  readonly columns: number
  readonly total: number
  /** Photographs by place, for the pages that have come in. */
  readonly images: ReadonlyMap<number, ImageId>
  readonly notice: string | null
}

export const freshGrid: GridState = { focus: 0, anchor: 0, columns: 1, total: 0, images: new Map(), notice: null }

export const useGrid = create<GridState>(() => freshGrid)

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

/** First and last place of the range. */
export function selectedRange({ focus, anchor }: Pick<GridState, 'focus' | 'anchor'>): readonly [number, number] {
  return focus < anchor ? [focus, anchor] : [anchor, focus]
}

/** Stores the reader's verdict on the whole range. */
export async function decideSelected(verdict: Verdict): Promise<void> {
  const state = useGrid.getState()
  const { reader } = usePreferences.getState()
  if (reader === null) return
  const [first, last] = selectedRange(state)
  const images: ImageId[] = []
  for (let place = first; place <= last; place++) {
    const image = state.images.get(place)
    if (image !== undefined) images.push(image)
  }
  if (images.length === 0) return
  try {
    await decideQuality(images, verdict, reader)
    const said = images.length === 1 ? 'Photograph' : `${images.length} photographs`
    useGrid.setState({ notice: `${said} marked ${verdict}.` })
  } catch (error) {
    useGrid.setState({ notice: `Not saved: ${failureSentence(error)}` })
  }
}
