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

/** At once: `toBlob` waits for the page to be idle, which takes it a second. */
export function pngOf(canvas: HTMLCanvasElement): Blob {
  const [, encoded] = canvas.toDataURL('image/png').split(',')
  if (!encoded) throw new AppError('internal', 'This browser cannot write the picture.')
  return new Blob([Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0))], { type: 'image/png' })
}
