import type { Random } from '#numerics/random/named-streams.ts'
import type { Eye } from '#shared/grades.ts'

/** Places in the eye are given in retina radii from the middle of the field of view, x to the right and y down. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/** What makes one made eye differ from the next: where things are, and how it was lit. */
export interface Anatomy {
  readonly eye: Eye
  /** −1 where the temple is to the left (a right eye), 1 where it is to the right. */
  readonly temporal: -1 | 1
  readonly disc: Spot & { readonly radius: number; readonly cup: number }
  readonly macula: Spot & { readonly depth: number }
  /** Colour of the fundus in the middle, sRGB 0..255. */
  readonly colour: readonly [number, number, number]
  /** Fall of the light towards the border, 0..1, and its tilt along x and y. */
  readonly vignette: number
  readonly tiltX: number
  readonly tiltY: number
  /** Strength of the choroid's mottling. */
  readonly mottle: number
}

/** Colours seen in photographs: from the pink of a lightly pigmented fundus to orange and brown. */
const fundusColours = [
  [214, 128, 88],
  [206, 104, 44],
  [190, 88, 30],
  [222, 146, 112],
  [168, 80, 36],
  [198, 110, 62],
] as const

/** Draws the anatomy of one eye. */
export function drawAnatomy(random: Random, eye: Eye): Anatomy {
  const temporal = eye === 'right' ? -1 : 1
  const base = fundusColours[random.integer(0, fundusColours.length - 1)] ?? fundusColours[0]
  const light = random.between(0.86, 1.12)
  const tint = (value: number, spread: number) => value * light * (1 + random.gaussian(spread))
  const macula = { x: random.gaussian(0.05), y: 0.04 + random.gaussian(0.04) }
  return {
    eye,
    temporal,
    disc: {
      x: macula.x - temporal * random.between(0.5, 0.6),
      y: macula.y - 0.06 + random.gaussian(0.04),
      radius: random.between(0.115, 0.15),
      cup: random.between(0.3, 0.6),
    },
    macula: { ...macula, depth: random.between(0.2, 0.42) },
    colour: [tint(base[0], 0.03), tint(base[1], 0.05), tint(base[2], 0.08)],
    vignette: random.between(0.12, 0.38),
    tiltX: random.gaussian(0.09),
    tiltY: random.gaussian(0.07),
    mottle: random.between(0.5, 1.5),
  }
}
