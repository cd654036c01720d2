import { pictureCanvas, pngOf } from './canvas-png.ts'

/** Pixels of the picture for one of the page: sharp in print and on a slide. */
const scale = 2

/** A part of the page as a PNG, as it stands there but for what is marked `data-unpictured` (controls), on its own ground.
 *
 *  An SVG that carries a copy of the element, styled as computed, is drawn by the browser itself: text comes in the page's
 *  fonts. Such an SVG may load nothing, so that it has to be a `data:` address for the canvas to be read back, and so have
 *  the pictures in it. */
export async function elementPicture(element: HTMLElement): Promise<Blob> {
  const { width, height } = element.getBoundingClientRect()
  const [across, down] = [Math.ceil(width), Math.ceil(height)]
  const copy = element.cloneNode(true) as HTMLElement
  copyStyles(element, copy)
  await carryPictures(element, copy)
  copy.style.margin = '0'
  const markup = new XMLSerializer().serializeToString(copy)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${across}" height="${down}"><foreignObject width="100%" height="100%">${markup}</foreignObject></svg>`
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const { canvas, context } = pictureCanvas(across * scale, down * scale)
  context.fillStyle = getComputedStyle(document.body).backgroundColor
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return pngOf(canvas)
}

async function carryPictures(from: HTMLElement, to: HTMLElement): Promise<void> {
  const copies = to.querySelectorAll('img')
  const loading = [...from.querySelectorAll('img')].map(async (picture, index) => {
    await picture.decode()
    // No larger than it will be drawn: a photograph's own pixels would take seconds to write.
    const { naturalWidth, naturalHeight, clientWidth, clientHeight } = picture
    const share = Math.min(1, scale * Math.max(clientWidth / naturalWidth, clientHeight / naturalHeight))
    const side = (natural: number) => Math.max(1, Math.round(share * natural))
    const { canvas, context } = pictureCanvas(side(naturalWidth), side(naturalHeight))
    context.drawImage(picture, 0, 0, canvas.width, canvas.height)
    copies[index]?.setAttribute('src', canvas.toDataURL())
  })
  await Promise.all(loading)
}

/** The page's rules do not reach into an SVG: each element takes along what they made of it. Controls leave their place empty. */
function copyStyles(from: Element, to: Element, hidden = false): void {
  const unpictured = hidden || from.hasAttribute('data-unpictured')
  const styles = getComputedStyle(from)
  // Computed styles need no variables any more, and half of the names are such.
  const names = Array.from(styles).filter((name) => !name.startsWith('--'))
  const own = names.map((name) => `${name}:${styles.getPropertyValue(name)}`)
  const overflow = `overflow:${styles.overflow.replaceAll(/auto|scroll/g, 'hidden')}`
  to.setAttribute(
    'style',
    [...own, overflow, tableHeight(from, styles), unstuck(styles), unpictured ? 'visibility:hidden' : ''].join(';'),
  )
  for (const [index, child] of [...from.children].entries()) {
    const copy = to.children[index]
    if (copy) copyStyles(child, copy, unpictured)
  }
}

/** What sticks while a page is scrolled would stick to the top of the picture. */
function unstuck({ position }: CSSStyleDeclaration): string {
  return position === 'sticky' ? 'position:relative;inset:auto' : ''
}

/** Rows grow by the padding of their cells where these are given the height that they came to. */
function tableHeight(element: Element, styles: CSSStyleDeclaration): string {
  if (!styles.display.startsWith('table')) return ''
  if (styles.display !== 'table-cell') return 'height:auto'
  const padding = Number.parseFloat(styles.paddingTop) + Number.parseFloat(styles.paddingBottom)
  return `height:${element.clientHeight - padding}px`
}
