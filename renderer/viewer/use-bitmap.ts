import { useEffect, useReducer } from 'react'
import type { BitmapCache } from './bitmap-cache.ts'

/** A picture for the stage: at once where it is decoded already, else a little later; null until then, where none is
 *  wanted, and where it cannot be had. It is not freed while it is shown.
 *  `restMs`: a wheel turn passes through many scales, a window being resized through many sizes; decoding waits until they rest. */
export function useBitmap(cache: BitmapCache<ImageBitmap>, address: string | null, restMs: number): ImageBitmap | null {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    if (address === null) return
    if (cache.ready(address)) {
      cache.keep([address])
      return
    }
    let left = false
    const timer = setTimeout(() => {
      cache.keep([address])
      cache.load(address).then(
        () => {
          if (!left) drawAgain()
        },
        // What is on the stage stays; the reader still sees the photograph.
        () => undefined,
      )
    }, restMs)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [cache, address, restMs])
  return address === null ? null : cache.ready(address)
}
