import type { Random } from '#numerics/random/named-streams.ts'
import type { Anatomy, Spot } from './anatomy.ts'

/** A short straight piece of a vessel; lengths in retina radii. */
export interface Segment {
  readonly from: Spot
  readonly to: Spot
  readonly radius: number
  /** How much light it takes, 0..1: veins more than arteries. */
  readonly depth: number
}

interface Course {
  readonly start: Spot
  readonly heading: number
  /** Turn per unit of length, radians. */
  readonly bend: number
  readonly length: number
  readonly radius: number
  readonly depth: number
  readonly order: number
}

export interface VesselOptions {
  /** Quadrants (0..3, see `quadrantOf`) whose veins swell and narrow like beads. */
  readonly beadedQuadrants?: ReadonlySet<number>
}

const step = 0.025

/** Quadrant of a place: 0 upper left, 1 upper right, 2 lower left, 3 lower right of the macula. */
export function quadrantOf(spot: Spot, middle: Spot): number {
  return (spot.x < middle.x ? 0 : 1) + (spot.y < middle.y ? 0 : 2)
}

/** Grows the vessels out of the optic disc: a vein and an artery along each of four arcades, the temporal ones curving about
 *  the macula, with branches of branches. */
export function growVessels(random: Random, anatomy: Anatomy, options: VesselOptions = {}): Segment[] {
  const segments: Segment[] = []
  const { disc, temporal } = anatomy
  for (const vertical of [-1, 1]) {
    for (const isVein of [true, false]) {
      const thickness = (isVein ? random.between(0.019, 0.026) : random.between(0.013, 0.018)) as number
      const depth = isVein ? 0.85 : 0.6
      const start = { x: disc.x + random.gaussian(0.015), y: disc.y + vertical * 0.02 }
      // Straight up or down, then around the macula towards the temple.
      const upward = (vertical * Math.PI) / 2
      const lean = random.between(-0.25, 0.3) + (isVein ? 0 : 0.2)
      grow(
        {
          start,
          heading: upward - vertical * temporal * lean,
          bend: -vertical * temporal * random.between(1.05, 1.6),
          length: random.between(1.5, 2),
          radius: thickness,
          depth,
          order: 0,
        },
        random,
        anatomy,
        options,
        segments,
      )
      grow(
        {
          start,
          heading: upward + vertical * temporal * random.between(0.6, 1.1),
          bend: random.gaussian(0.3),
          length: random.between(0.6, 0.9),
          radius: thickness * 0.75,
          depth,
          order: 1,
        },
        random,
        anatomy,
        options,
        segments,
      )
    }
  }
  return segments
}

function grow(course: Course, random: Random, anatomy: Anatomy, options: VesselOptions, segments: Segment[]): void {
  let { x, y } = course.start
  let heading = course.heading
  let untilBranch = random.between(0.12, 0.3)
  const beat = random.between(0, 6)
  for (let travelled = 0; travelled < course.length; travelled += step) {
    heading += course.bend * step + random.gaussian(0.05)
    const to = { x: x + Math.cos(heading) * step, y: y + Math.sin(heading) * step }
    const taper = 1 - 0.6 * (travelled / course.length)
    const isBeaded = course.depth > 0.7 && options.beadedQuadrants?.has(quadrantOf(to, anatomy.macula)) === true
    const beads = isBeaded ? 1.25 + 0.75 * Math.sin(beat + travelled * 55) : 1
    segments.push({ from: { x, y }, to, radius: course.radius * taper * beads, depth: course.depth })
    ;({ x, y } = to)
    const offFovea = Math.hypot(x - anatomy.macula.x, y - anatomy.macula.y)
    if (Math.hypot(x, y) > 1.03 || (course.order > 0 && offFovea < 0.14)) return
    untilBranch -= step
    if (untilBranch <= 0 && course.order < 3 && travelled > 0.1) {
      untilBranch = random.between(0.14, 0.34)
      grow(
        {
          start: to,
          heading: heading + (random.chance(0.5) ? 1 : -1) * random.between(0.5, 1.1),
          bend: random.gaussian(0.9),
          length: (course.length - travelled) * random.between(0.4, 0.7),
          radius: course.radius * taper * random.between(0.5, 0.7),
          depth: course.depth * 0.92,
          order: course.order + 1,
        },
        random,
        anatomy,
        options,
        segments,
      )
    }
  }
}

/** A tangle of fine, winding vessels about a place, `reach` wide: new vessels, or an IRMA where it is small and sparse. */
export function growTangle(random: Random, middle: Spot, reach: number, strands: number, radius: number): Segment[] {
  const segments: Segment[] = []
  for (let strand = 0; strand < strands; strand++) {
    let heading = random.between(0, 2 * Math.PI)
    let { x, y } = { x: middle.x + random.gaussian(reach * 0.15), y: middle.y + random.gaussian(reach * 0.15) }
    const bend = random.between(-1, 1) * (2.2 / reach)
    for (let travelled = 0; travelled < reach * random.between(0.9, 1.6); travelled += 0.02) {
      heading += bend * 0.02 + random.gaussian(0.3)
      const to = { x: x + Math.cos(heading) * 0.02, y: y + Math.sin(heading) * 0.02 }
      if (Math.hypot(to.x - middle.x, to.y - middle.y) > reach) heading += 1.4
      segments.push({ from: { x, y }, to, radius, depth: 0.8 })
      ;({ x, y } = to)
    }
  }
  return segments
}
