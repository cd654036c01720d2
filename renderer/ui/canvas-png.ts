import { AppError } from '#shared/errors.ts'

/** A canvas to draw a picture on that is to be saved, sides in pixels. */
export function pictureCanvas(width: number, height: number) {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (!context) throw new AppError('internal', 'This browser cannot draw the picture.')
  return { canvas, context }
}

export async function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!picture) throw new AppError('internal', 'This browser cannot write the picture.')
  return picture
}
