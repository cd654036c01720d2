import { luma, type Raster } from './raster.ts'
import type { Retina } from './retina.ts'

/** Share of the frame, and of each of its corners, that has to look like retina. */
const leastShare = 0.85
const leastCornerShare = 0.6
/** Standard deviation of the grey levels below which there is nothing to see. */
const leastDeviation = 3

/** The retina of a photograph that was cropped within its border, as a disc about the whole frame; null where the frame holds
 *  anything else: a dark or a white surround, or colours that no retina has. */
export function retinaOfFrame(image: Raster): Retina | null {
  const { width, height } = image
  const corner = Math.max(1, Math.round(Math.min(width, height) * 0.06))
  const corners = [0, 0, 0, 0]
  let alike = 0
  let sum = 0
  let squares = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      const [red = 0, green = 0, blue = 0] = [image.data[at], image.data[at + 1], image.data[at + 2]]
      const grey = luma(red, green, blue)
      sum += grey
      squares += grey * grey
      if (!isRetinal(red, green, blue, grey)) continue
      alike++
      const place = cornerOf(x, y, width, height, corner)
      if (place !== null) corners[place] = (corners[place] ?? 0) + 1
    }
  }
  const pixels = width * height
  const deviation = Math.sqrt(Math.max(0, squares / pixels - (sum / pixels) ** 2))
  const fills = alike >= leastShare * pixels && corners.every((n) => n >= leastCornerShare * corner * corner)
  if (!fills || deviation < leastDeviation) return null
  // Measures leave out the outermost twentieth of a disc: of this one nothing is left out that lies in the frame.
  const radiusPx = Math.hypot(width, height) / 2 / 0.95
  return { centreX: width / 2, centreY: height / 2, radiusPx, fraction: 1 }
}

/** Redder than green and far redder than blue, and neither black nor burnt out. */
function isRetinal(red: number, green: number, blue: number, grey: number): boolean {
  return grey > 24 && grey < 235 && red - green >= 10 && red - blue >= 20
}

function cornerOf(x: number, y: number, width: number, height: number, side: number): number | null {
  const column = x < side ? 0 : x >= width - side ? 1 : null
  const row = y < side ? 0 : y >= height - side ? 1 : null
  return column === null || row === null ? null : row * 2 + column
}
