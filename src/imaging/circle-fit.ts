/** A point in pixels; pixel (0, 0) covers 0..1 in both directions. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Circle extends Point {
  readonly radius: number
}

/** A circle and the share of the points, 0..1, that lie within 1.5 px of it. */
export interface CircleFit {
  readonly circle: Circle
  readonly agreement: number
}

/** The circle through most of `points` (pixels): a fixed sequence of circles through three points each, the one with the
 *  most points within 1.5 px, then least squares (Kåsa 1976) over those. Notches, labels and shadows on up to half
 *  the border are left out. Null for fewer than 12 points, or where less than 40 % of them agree. */
export function fitCircle(points: readonly Point[]): CircleFit | null {
  if (points.length < 12) return null
  const tolerance = 1.5
  let best: Circle | null = null
  let bestCount = 0
  // A linear congruential sequence with a fixed start: the same points give the same circle.
  let state = 12345
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return points[Math.floor((state / 2 ** 32) * points.length)] ?? { x: 0, y: 0 }
  }
  for (let trial = 0; trial < 64; trial++) {
    const circle = throughThree(next(), next(), next())
    if (circle === null) continue
    const count = countNear(points, circle, tolerance)
    if (count > bestCount) {
      best = circle
      bestCount = count
    }
  }
  if (best === null || bestCount < 0.4 * points.length) return null
  for (let round = 0; round < 3; round++) {
    const near = points.filter((point) => distanceTo(point, best ?? point) <= tolerance)
    best = leastSquares(near) ?? best
  }
  return { circle: best, agreement: countNear(points, best, tolerance) / points.length }
}

function distanceTo(point: Point, circle: Point & { readonly radius?: number }): number {
  return Math.abs(Math.hypot(point.x - circle.x, point.y - circle.y) - (circle.radius ?? 0))
}

function countNear(points: readonly Point[], circle: Circle, tolerance: number): number {
  const inner = Math.max(0, circle.radius - tolerance) ** 2
  const outer = (circle.radius + tolerance) ** 2
  let count = 0
  for (const point of points) {
    const squared = (point.x - circle.x) ** 2 + (point.y - circle.y) ** 2
    if (squared >= inner && squared <= outer) count++
  }
  return count
}

function throughThree(a: Point, b: Point, c: Point): Circle | null {
  const bx = b.x - a.x
  const by = b.y - a.y
  const cx = c.x - a.x
  const cy = c.y - a.y
  const twiceArea = 2 * (bx * cy - by * cx)
  // Points close together or in line tell nothing of the centre.
  if (Math.abs(twiceArea) < 400) return null
  const b2 = bx * bx + by * by
  const c2 = cx * cx + cy * cy
  const x = (cy * b2 - by * c2) / twiceArea
  const y = (bx * c2 - cx * b2) / twiceArea
  return { x: a.x + x, y: a.y + y, radius: Math.hypot(x, y) }
}

/** Minimises Σ(x² + y² − 2ax − 2by − c)² about the mean: a 2 x 2 system. */
function leastSquares(points: readonly Point[]): Circle | null {
  if (points.length < 6) return null
  let meanX = 0
  let meanY = 0
  for (const { x, y } of points) {
    meanX += x / points.length
    meanY += y / points.length
  }
  let uu = 0
  let uv = 0
  let vv = 0
  let uz = 0
  let vz = 0
  for (const { x, y } of points) {
    const u = x - meanX
    const v = y - meanY
    const z = u * u + v * v
    uu += u * u
    uv += u * v
    vv += v * v
    uz += u * z
    vz += v * z
  }
  const determinant = 2 * (uu * vv - uv * uv)
  if (Math.abs(determinant) < 1e-6) return null
  const a = (uz * vv - vz * uv) / determinant
  const b = (vz * uu - uz * uv) / determinant
  const radius = Math.sqrt(a * a + b * b + (uu + vv) / points.length)
  return { x: meanX + a, y: meanY + b, radius }
}
