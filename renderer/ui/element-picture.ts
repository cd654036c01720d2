import { AppError } from '#shared/errors.ts'

/** Pixels of the picture for one of the page: sharp in print and on a slide. */
const scale = 2

/** A part of the page as a PNG, as it stands there but for what is marked `data-unpictured` (controls), on its own ground.
 *
 *  An SVG that carries a copy of the element, styled as computed, is drawn by the browser itself: text comes in the page's
 *  fonts. Such an SVG may load nothing, so that it has to be a `data:` address for the canvas to be read back. */
export async function elementPicture(element: HTMLElement): Promise<Blob> {
  const { width, height } = element.getBoundingClientRect()
  const [across, down] = [Math.ceil(width), Math.ceil(height)]
  const copy = element.cloneNode(true) as HTMLElement
  copyStyles(element, copy)
  copy.style.margin = '0'
  const markup = new XMLSerializer().serializeToString(copy)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${across}" height="${down}"><foreignObject width="100%" height="100%">${markup}</foreignObject></svg>`
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = across * scale
  canvas.height = down * scale
  const context = canvas.getContext('2d')
  if (!context) throw new AppError('internal', 'This browser cannot draw the picture.')
  context.fillStyle = getComputedStyle(document.body).backgroundColor
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!picture) throw new AppError('internal', 'This browser cannot write the picture.')
  return picture
}

/** The page's rules do not reach into an SVG: each element takes along what they made of it. Controls leave their place empty. */
function copyStyles(from: Element, to: Element, hidden = false): void {
  const unpictured = hidden || from.hasAttribute('data-unpictured')
  const styles = getComputedStyle(from)
  const own = Array.from(styles, (name) => `${name}:${styles.getPropertyValue(name)}`)
  const overflow = `overflow:${styles.overflow.replaceAll(/auto|scroll/g, 'hidden')}`
  to.setAttribute(
    'style',
    [...own, overflow, tableHeight(from, styles), unpictured ? 'visibility:hidden' : ''].join(';'),
  )
  for (const [index, child] of [...from.children].entries()) {
    const copy = to.children[index]
    if (copy) copyStyles(child, copy, unpictured)
  }
}

/** Rows grow by the padding of their cells where these are given the height that they came to. */
function tableHeight(element: Element, styles: CSSStyleDeclaration): string {
  if (!styles.display.startsWith('table')) return ''
  if (styles.display !== 'table-cell') return 'height:auto'
  const padding = Number.parseFloat(styles.paddingTop) + Number.parseFloat(styles.paddingBottom)
  return `height:${element.clientHeight - padding}px`
}
