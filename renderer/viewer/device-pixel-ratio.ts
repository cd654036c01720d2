import { useSyncExternalStore } from 'react'

/** How often the page looks by itself: Chromium tells nothing of a screen that changes under a window of the same size. */
const lookMs = 500

/** Screen pixels per CSS pixel. Another one comes with the zoom of the browser and with a window that is moved to another
 *  screen, while the page lives. */
export function useDevicePixelRatio(): number {
  return useSyncExternalStore(followRatio, () => window.devicePixelRatio)
}

function followRatio(onChange: () => void): () => void {
  let ratio = 0
  let query: MediaQueryList | null = null
  const look = () => {
    if (window.devicePixelRatio === ratio) return
    ratio = window.devicePixelRatio
    query?.removeEventListener('change', look)
    // A query tells of its own resolution alone: for the next change there has to be another.
    query = window.matchMedia(`(resolution: ${ratio}dppx)`)
    query.addEventListener('change', look)
    onChange()
  }
  look()
  const timer = setInterval(look, lookMs)
  return () => {
    clearInterval(timer)
    query?.removeEventListener('change', look)
  }
}
