import { fitCircle, type Point } from './circle-fit.ts'
import { luma, type Raster, shrink, shrinkFactor } from './raster.ts'
import { unlikeLightSurround } from './unlike-surround.ts'

/** The field of view: the bright disc that the camera's aperture leaves. Pixels of the raster it was found in;
 *  the disc may reach beyond the frame, which then cuts it. */
export interface Retina {
  readonly centreX: number
  readonly centreY: number
  readonly radiusPx: number
  /** Share of the frame that lies inside the disc, 0..1. */
  readonly fraction: number
}

/** Side to which a photograph is reduced before the disc is sought: the border is then found to about 1/500 of it. */
const workingSide = 256

/** Finds the field of view of a fundus photograph: a disc brighter than the surround, or one unlike a light even surround. Null
 *  where there is none: an evenly dark or bright frame, or one that the retina fills to its corners.
 *  Brightness is relative to the frame's own surround and foreground, so a dim or a burnt-out retina is found too. */
export function findRetina(image: Raster): Retina | null {
  const factor = shrinkFactor(image, workingSide)
  const small = shrink(image, factor)
  const { width, height } = small
  const found = discIn(brightness(small), width, height)
  if (found) return scaleRetina(found, factor)
  const unlike = unlikeLightSurround(small)
  const on = unlike && discIn(unlike, width, height)
  return on && scaleRetina(on, factor)
}

function discIn(grey: Uint8Array, width: number, height: number): Retina | null {
  const light = frameLight(grey, width, height)
  if (light.contrast < 8) return null
  let best: Candidate | null = null
  // Stray light about a burnt-out retina, or a border lost in shadow, asks for another level than most photographs do.
  for (const share of [0.16, 0.08, 0.35, 0.6]) {
    const threshold = light.surround + Math.max(4, share * light.contrast)
    const candidate = discAbove(threshold, grey, width, height)
    if (candidate !== null && candidate.agreement > (best?.agreement ?? 0)) best = candidate
    if (best !== null && best.agreement > 0.85) break
  }
  return best?.retina ?? null
}

interface Candidate {
  readonly retina: Retina
  /** Share of the border that lies on the circle. */
  readonly agreement: number
}

function discAbove(threshold: number, grey: Uint8Array, width: number, height: number): Candidate | null {
  const extents = largestRegion(grey, threshold, width, height)
  if (extents === null) return null
  const fit = fitCircle(borderPoints(extents, width, height))
  if (fit === null) return null
  const { x, y, radius } = fit.circle
  if (radius < 0.12 * Math.min(width, height) || radius > 1.2 * Math.max(width, height)) return null
  const retina = { centreX: x, centreY: y, radiusPx: radius, fraction: 0 }
  const inside = discArea(retina, width, height)
  // A disc that the bright region fills badly, or spills out of, is some other bright shape.
  const overlap = regionInDisc(extents, retina)
  if (overlap < 0.6 * inside || overlap < 0.8 * extents.area) return null
  return { retina: { ...retina, fraction: inside / (width * height) }, agreement: fit.agreement }
}

/** The same disc in a raster `scale` times as large. */
export function scaleRetina(retina: Retina, scale: number): Retina {
  return {
    centreX: retina.centreX * scale,
    centreY: retina.centreY * scale,
    radiusPx: retina.radiusPx * scale,
    fraction: retina.fraction,
  }
}

/** The pixels of row `y` whose centres lie inside the disc shrunk to `share` of its radius: [first, end). */
export function retinaRow(retina: Retina, y: number, width: number, share = 1): readonly [number, number] {
  const radius = retina.radiusPx * share
  const dy = y + 0.5 - retina.centreY
  if (Math.abs(dy) >= radius) return [0, 0]
  const half = Math.sqrt(radius * radius - dy * dy)
  const first = Math.max(0, Math.ceil(retina.centreX - half - 0.5))
  const end = Math.min(width, Math.floor(retina.centreX + half - 0.5) + 1)
  return end > first ? [first, end] : [0, 0]
}

/** One byte a pixel, 255 inside the disc and 0 outside. */
export function retinaMask(retina: Retina, width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const [first, end] = retinaRow(retina, y, width)
    mask.fill(255, y * width + first, y * width + end)
  }
  return mask
}

/** The brighter of red and luma: a dim retina is still red when its grey has sunk into the surround. */
function brightness(image: Raster): Uint8Array {
  const grey = new Uint8Array(image.width * image.height)
  const { data } = image
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const red = data[pixel * 3] as number
    grey[pixel] = Math.max(red, luma(red, data[pixel * 3 + 1] as number, data[pixel * 3 + 2] as number))
  }
  return grey
}

/** Level of the surround, from the corners, and how much the brightest tenth of the frame stands out from it. */
function frameLight(grey: Uint8Array, width: number, height: number): { surround: number; contrast: number } {
  const corner = Math.max(2, Math.round(Math.min(width, height) * 0.06))
  const samples: number[] = []
  for (let y = 0; y < corner; y++) {
    for (let x = 0; x < corner; x++) {
      for (const row of [y, height - 1 - y]) {
        samples.push(grey[row * width + x] ?? 0, grey[row * width + width - 1 - x] ?? 0)
      }
    }
  }
  // The lower quartile: one or two corners may hold a label or the retina itself.
  const surround = quantile(Uint8Array.from(samples), 0.25)
  return { surround, contrast: quantile(grey, 0.9) - surround }
}

function quantile(grey: Uint8Array, share: number): number {
  const counts = new Uint32Array(256)
  for (const level of grey) counts[level] = (counts[level] as number) + 1
  let left = grey.length * share
  let level = 0
  while (level < 255 && left >= (counts[level] as number)) left -= counts[level++] as number
  return level
}

/** The largest 4-connected bright region, as the first and last bright column of each row (−1: none). */
interface Extents {
  readonly first: Int32Array
  readonly last: Int32Array
  readonly area: number
}

function largestRegion(grey: Uint8Array, threshold: number, width: number, height: number): Extents | null {
  const seen = new Uint8Array(grey.length)
  const stack = new Int32Array(grey.length)
  let best: Extents | null = null
  for (let start = 0; start < grey.length; start++) {
    if (seen[start] !== 0 || (grey[start] as number) <= threshold) continue
    const first = new Int32Array(height).fill(width)
    const last = new Int32Array(height).fill(-1)
    let area = 0
    let depth = 0
    stack[depth++] = start
    seen[start] = 1
    while (depth > 0) {
      const pixel = stack[--depth] as number
      const x = pixel % width
      const y = (pixel - x) / width
      area++
      if (x < (first[y] as number)) first[y] = x
      if (x > (last[y] as number)) last[y] = x
      for (let side = 0; side < 4; side++) {
        if ((side === 0 && x === 0) || (side === 1 && x === width - 1)) continue
        const next = pixel + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width)
        if (next < 0 || next >= grey.length || seen[next] !== 0 || (grey[next] as number) <= threshold) continue
        seen[next] = 1
        stack[depth++] = next
      }
    }
    if (area > (best?.area ?? 0)) best = { first, last, area }
  }
  if (best === null || best.area < 0.02 * grey.length) return null
  return { ...best, area: extentArea(best) }
}

/** Area with holes and dark inlets between a row's ends filled. */
function extentArea(extents: Omit<Extents, 'area'>): number {
  let area = 0
  for (let y = 0; y < extents.first.length; y++) {
    const width = (extents.last[y] as number) - (extents.first[y] as number) + 1
    if (width > 0) area += width
  }
  return area
}

/** Pixel borders of the region, by row and by column, but where the frame and not the aperture ends it. */
function borderPoints(extents: Extents, width: number, height: number): Point[] {
  const points: Point[] = []
  const top = new Int32Array(width).fill(-1)
  const bottom = new Int32Array(width).fill(-1)
  for (let y = 0; y < height; y++) {
    const first = extents.first[y] as number
    const last = extents.last[y] as number
    if (last < 0) continue
    if (first > 1) points.push({ x: first, y: y + 0.5 })
    if (last < width - 2) points.push({ x: last + 1, y: y + 0.5 })
    for (let x = first; x <= last; x++) {
      if (top[x] === -1) top[x] = y
      bottom[x] = y
    }
  }
  for (let x = 0; x < width; x++) {
    const upper = top[x] as number
    const lower = bottom[x] as number
    if (upper > 1) points.push({ x: x + 0.5, y: upper })
    if (lower >= 0 && lower < height - 2) points.push({ x: x + 0.5, y: lower + 1 })
  }
  return points
}

function discArea(retina: Retina, width: number, height: number): number {
  let area = 0
  for (let row = 0; row < height; row++) {
    const [first, end] = retinaRow(retina, row, width)
    area += end - first
  }
  return area
}

function regionInDisc(extents: Extents, retina: Retina): number {
  let area = 0
  for (let row = 0; row < extents.first.length; row++) {
    const [first, end] = retinaRow(retina, row, Number.MAX_SAFE_INTEGER)
    const from = Math.max(first, extents.first[row] as number)
    const to = Math.min(end, (extents.last[row] as number) + 1)
    if (to > from) area += to - from
  }
  return area
}
