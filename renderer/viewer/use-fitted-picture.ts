import { useEffect, useState } from 'react'
import { fittedPictures } from './fitted-pictures.ts'

/** The picture scaled to the stage: at once where it was made ahead, else a little later. */
export function useFittedPicture(key: string | null): ImageBitmap | null {
  const [made, setMade] = useState<{ key: string; bitmap: ImageBitmap } | null>(null)
  const ahead = key === null ? null : fittedPictures.ready(key)
  useEffect(() => {
    if (key === null) return
    fittedPictures.keep([key])
    if (fittedPictures.ready(key)) return
    let left = false
    // A window being resized passes through many sizes.
    const timer = setTimeout(() => {
      fittedPictures.load(key).then(
        (bitmap) => {
          if (!left) setMade({ key, bitmap })
        },
        // The preview stays, scaled as it is drawn.
        () => undefined,
      )
    }, 150)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [key])
  return ahead ?? (made && made.key === key ? fittedPictures.ready(made.key) : null)
}
