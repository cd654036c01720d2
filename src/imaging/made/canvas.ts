import type { Spot } from './anatomy.ts'

/** Where the retina lies in a made photograph. What is drawn goes into layers of `size * size` values 0..1, the share of each
 *  pixel that is covered; drawing keeps the larger value, so that overlaps do not add up. */
export interface Canvas {
  readonly size: number
  /** Middle and radius of the retina, px. */
  readonly centreX: number
  readonly centreY: number
  readonly radiusPx: number
}

export function toPixels(canvas: Canvas, spot: Spot): Spot {
  return { x: canvas.centreX + spot.x * canvas.radiusPx, y: canvas.centreY + spot.y * canvas.radiusPx }
}

/** Draws a capsule of `radius` px between two places in px, its edge one pixel soft; thinner than a pixel, it fades. */
export function drawCapsule(
  layer: Float32Array,
  size: number,
  from: Spot,
  to: Spot,
  radius: number,
  strength: number,
): void {
  const reach = radius + 1
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach))
  const right = Math.min(size - 1, Math.ceil(Math.max(from.x, to.x) + reach))
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach))
  const bottom = Math.min(size - 1, Math.ceil(Math.max(from.y, to.y) + reach))
  const dx = to.x - from.x
  const dy = to.y - from.y
  const squared = dx * dx + dy * dy || 1
  const most = Math.min(1, radius * 2)
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + 0.5 - from.x
      const py = y + 0.5 - from.y
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / squared))
      const distance = Math.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2)
      const cover = Math.min(most, radius + 0.5 - distance) * strength
      const at = y * size + x
      if (cover > (layer[at] as number)) layer[at] = cover
    }
  }
}

/** Draws an ellipse (half axes in px, turned by `angle`) whose edge is `softness` 0..1 of its radius wide. With `flatTop` only
 *  its lower part, cut level `flatTop` px below the middle. */
export function drawEllipse(
  layer: Float32Array,
  size: number,
  middle: Spot,
  halfLong: number,
  halfShort: number,
  angle: number,
  softness: number,
  strength: number,
  flatTop = Number.NEGATIVE_INFINITY,
): void {
  const reach = halfLong * (1 + softness) + 1
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  const edge = Math.max(softness, 1 / Math.max(1, halfShort))
  const lastColumn = Math.min(size - 1, Math.ceil(middle.x + reach))
  const lastRow = Math.min(size - 1, Math.ceil(middle.y + reach))
  for (let y = Math.max(0, Math.floor(middle.y - reach)); y <= lastRow; y++) {
    const level = Math.min(1, Math.max(0, y + 1 - middle.y - flatTop))
    if (level === 0) continue
    for (let x = Math.max(0, Math.floor(middle.x - reach)); x <= lastColumn; x++) {
      const px = x + 0.5 - middle.x
      const py = y + 0.5 - middle.y
      const across = (px * cos + py * sin) / halfLong
      const down = (py * cos - px * sin) / halfShort
      const distance = Math.sqrt(across * across + down * down)
      const cover = level * strength * Math.min(1, Math.max(0, (1 + edge / 2 - distance) / edge))
      const at = y * size + x
      if (cover > (layer[at] as number)) layer[at] = cover
    }
  }
}
