import { useEffect, useState } from 'react'
import { fullPictures } from './pictures.ts'

/** The full-resolution picture once it is wanted and decoded; null until then. */
export function useSharperPicture(address: string | null, wanted: boolean): ImageBitmap | null {
  const [sharp, setSharp] = useState<{ address: string; bitmap: ImageBitmap } | null>(null)
  useEffect(() => {
    if (!address || !wanted) return
    let left = false
    // A wheel turn passes through many scales: wait until it rests before 12 megapixels are decoded.
    const timer = setTimeout(() => {
      fullPictures.keep([address])
      fullPictures.load(address).then(
        (bitmap) => {
          if (!left) setSharp({ address, bitmap })
        },
        // The preview stays; the reader still sees the photograph.
        () => undefined,
      )
    }, 60)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [address, wanted])
  return sharp && sharp.address === address ? sharp.bitmap : null
}
