import { gradeNames } from '#shared/grades.ts'
import type { Explanation, Photograph } from '../../../data/contract-types.ts'
import { pixelAddress } from '../../../data/project-change.ts'
import { pictureCanvas, pngOf } from '../../../ui/canvas-png.ts'
import { fullPictures, overlays, previews } from '../../../viewer/pictures.ts'
import { type Look, lookFilter } from '../../../viewer/stage-store.ts'

/** The photograph in its own resolution with the map over it, both as they are looked at. One that browsers cannot show is
 *  drawn from its preview. */
export async function heatMapPicture(photograph: Photograph, { overlay }: Explanation, look: Look): Promise<Blob> {
  const { width, height, pixels } = photograph
  const { canvas, context } = pictureCanvas(width, height)
  const draw = (picture: ImageBitmap) => context.drawImage(picture, 0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.filter = lookFilter(look)
  draw(
    await (pixels.full === null
      ? previews.load(pixelAddress(pixels.preview))
      : fullPictures.load(pixelAddress(pixels.full))),
  )
  context.filter = 'none'
  context.globalAlpha = look.heatMapOpacity
  draw(await overlays.load(overlay))
  return pngOf(canvas)
}

/** What the map is of, for the name of a file. */
export function mapName({ method, grade, against }: Explanation): string {
  return `${method} ${gradeNames[grade]}${against === null ? '' : ` not ${gradeNames[against]}`}`
}
