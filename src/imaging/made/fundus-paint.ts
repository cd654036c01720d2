import type { Random } from '#numerics/random/named-streams.ts'
import type { Anatomy } from './anatomy.ts'
import type { Canvas } from './canvas.ts'
import type { Layers } from './lesion-paint.ts'

/** Colours that bright things tend to, sRGB 0..255. */
const exudateColour = [246, 218, 96] as const
const cottonWoolColour = [240, 214, 176] as const
const discColour = [250, 196, 112] as const
const cupColour = [255, 232, 176] as const

/** Paints the eye: fundus colour under its light, disc, macula, mottling, then the layers. Three planes R, G, B of
 *  `size * size` values 0..255, 0 outside the field of view. */
export function paintFundus(random: Random, anatomy: Anatomy, canvas: Canvas, layers: Layers): Float32Array[] {
  const { size, radiusPx } = canvas
  const mottleCoarse = createNoise(random, 6)
  const mottleFine = createNoise(random, 26)
  const planes = [0, 1, 2].map(() => new Float32Array(size * size))
  const [redPlane, greenPlane, bluePlane] = planes as [Float32Array, Float32Array, Float32Array]
  const { disc, macula, colour } = anatomy
  for (let y = 0; y < size; y++) {
    const v = (y + 0.5 - canvas.centreY) / radiusPx
    for (let x = 0; x < size; x++) {
      const u = (x + 0.5 - canvas.centreX) / radiusPx
      const squared = u * u + v * v
      const field = Math.min(1, (1 - Math.sqrt(squared)) * radiusPx + 0.5)
      if (field <= 0) continue
      const at = y * size + x
      const coarse = mottleCoarse(u, v)
      const fine = mottleFine(u, v)
      const light =
        (1 - anatomy.vignette * squared) *
        (1 + anatomy.tiltX * u + anatomy.tiltY * v) *
        (1 + anatomy.mottle * (0.07 * coarse + 0.035 * fine))
      const offFovea = (u - macula.x) ** 2 + (v - macula.y) ** 2
      const fovea = offFovea < 0.2 ? macula.depth * Math.exp(-offFovea / 0.035) : 0
      let red = colour[0] * light * (1 - 0.6 * fovea)
      let green = colour[1] * light * (1 - fovea) * (1 + 0.05 * anatomy.mottle * coarse)
      let blue = colour[2] * light * (1 - fovea)

      const offDisc = Math.sqrt((u - disc.x) ** 2 + ((v - disc.y) / 1.08) ** 2) / disc.radius
      if (offDisc < 1.5) {
        const rim = Math.min(1, Math.max(0, (1.06 - offDisc) / 0.16)) * 0.86 + 0.1 * Math.max(0, 1.5 - offDisc)
        const cup = Math.min(1, Math.max(0, (disc.cup + 0.15 - offDisc) / 0.3)) * 0.8
        red = blend(blend(red, discColour[0] * light, rim), cupColour[0] * light, cup)
        green = blend(blend(green, discColour[1] * light, rim), cupColour[1] * light, cup)
        blue = blend(blend(blue, discColour[2] * light, rim), cupColour[2] * light, cup)
      }
      const cotton = (layers.cottonWool[at] as number) * 0.8
      const exudate = (layers.exudate[at] as number) * 0.92
      red = blend(blend(red, cottonWoolColour[0] * light, cotton), exudateColour[0] * light, exudate)
      green = blend(blend(green, cottonWoolColour[1] * light, cotton), exudateColour[1] * light, exudate)
      blue = blend(blend(blue, cottonWoolColour[2] * light, cotton), exudateColour[2] * light, exudate)

      const vessel = layers.vessels[at] as number
      const blood = layers.blood[at] as number
      redPlane[at] = field * red * (1 - 0.24 * vessel) * (1 - 0.38 * blood)
      greenPlane[at] = field * green * (1 - 0.55 * vessel) * (1 - 0.74 * blood)
      bluePlane[at] = field * blue * (1 - 0.5 * vessel) * (1 - 0.66 * blood)
    }
  }
  return planes
}

function blend(from: number, to: number, share: number): number {
  return from + (to - from) * share
}

/** Smooth noise of about −1..1 over the unit disc: random values on a grid, interpolated with smoothed fractions. */
function createNoise(random: Random, cells: number): (u: number, v: number) => number {
  const side = cells + 2
  const grid = Float32Array.from({ length: side * side }, () => random.between(-1, 1))
  return (u, v) => {
    const x = Math.min(cells, Math.max(0, ((u + 1.02) / 2.04) * cells))
    const y = Math.min(cells, Math.max(0, ((v + 1.02) / 2.04) * cells))
    const column = x | 0
    const row = y | 0
    const fx = x - column
    const fy = y - row
    const sx = fx * fx * (3 - 2 * fx)
    const sy = fy * fy * (3 - 2 * fy)
    const at = row * side + column
    const upper = blend(grid[at] as number, grid[at + 1] as number, sx)
    const lower = blend(grid[at + side] as number, grid[at + side + 1] as number, sx)
    return blend(upper, lower, sy)
  }
}
