import { create } from 'zustand'

export type Overlay = 'help' | 'about' | 'reader' | 'augmentations' | 'log'

/** The sheet that lies over the screens; one at a time. */
export const useOverlay = create<{ readonly open: Overlay | null }>(() => ({ open: null }))

export function openOverlay(open: Overlay): void {
  useOverlay.setState({ open })
}

export function closeOverlay(): void {
  useOverlay.setState({ open: null })
}
