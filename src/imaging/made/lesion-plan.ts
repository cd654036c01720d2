import type { Random } from '#numerics/random/named-streams.ts'
import { assertNever } from '#shared/errors.ts'
import type { Grade } from '#shared/grades.ts'
import type { Lesion } from '#shared/lesions.ts'
import type { Anatomy, Spot } from './anatomy.ts'
import { quadrantOf } from './vessels.ts'

/** One lesion to paint: its middle and reach in retina radii, and how strongly it shows, 0..1. */
export interface PlannedLesion extends Spot {
  readonly kind: Lesion
  readonly radius: number
  readonly strength: number
}

/** The lesions that make an eye of this grade on the ICDR scale, severe by the 4-2-1 rule (Wilkinson 2003), none that the
 *  grade excludes. Sizes are drawn large (a microaneurysm of 0.03 to 0.042 radii) so that they survive at 96 px. */
export function planLesions(random: Random, anatomy: Anatomy, grade: Grade): PlannedLesion[] {
  const plan: PlannedLesion[] = []
  const add = (kind: Lesion, count: number, low: number, high: number, where?: () => Spot) => {
    for (let index = 0; index < count; index++) {
      const radius = random.between(low, high)
      const spot = where?.() ?? freeSpot(random, anatomy, plan, radius)
      plan.push({ kind, ...spot, radius, strength: random.between(0.7, 1) })
    }
  }
  const background = (haemorrhages: number) => {
    add('microaneurysm', random.integer(2, 8), 0.03, 0.042)
    add('haemorrhage', haemorrhages, 0.055, 0.1)
    if (random.chance(0.75)) add('hard-exudate', random.integer(1, 3), 0.1, 0.18, () => nearMacula(random, anatomy))
    if (random.chance(0.45)) add('cotton-wool-spot', random.integer(1, 3), 0.07, 0.11)
  }
  switch (grade) {
    case 0:
      return plan
    case 1:
      add('microaneurysm', random.integer(3, 9), 0.03, 0.042)
      return plan
    case 2:
      background(random.integer(3, 8))
      return plan
    case 3:
      planSevere(random, anatomy, plan, add)
      return plan
    case 4:
      background(random.integer(1, 10))
      planProliferative(random, anatomy, add)
      return plan
    default:
      return assertNever(grade)
  }
}

type Add = (kind: Lesion, count: number, low: number, high: number, where?: () => Spot) => void

/** More than 20 haemorrhages in every quadrant; or fewer, with beaded veins in two quadrants and an IRMA. */
function planSevere(random: Random, anatomy: Anatomy, plan: PlannedLesion[], add: Add): void {
  const byCount = random.chance(0.5)
  for (const quadrant of [0, 1, 2, 3]) {
    const inQuadrant = () => spotInQuadrant(random, anatomy, plan, quadrant)
    add('haemorrhage', byCount ? random.integer(21, 25) : random.integer(9, 14), 0.03, 0.07, inQuadrant)
  }
  add('microaneurysm', random.integer(4, 12), 0.03, 0.042)
  if (random.chance(0.6)) add('hard-exudate', random.integer(1, 3), 0.1, 0.18, () => nearMacula(random, anatomy))
  if (random.chance(0.6)) add('cotton-wool-spot', random.integer(1, 4), 0.07, 0.11)
  if (byCount && random.chance(0.5)) return
  const beaded = random.integer(0, 3)
  for (const quadrant of [beaded, (beaded + random.integer(1, 3)) % 4]) {
    add('venous-beading', 1, 0.25, 0.3, () => spotInQuadrant(random, anatomy, [], quadrant))
  }
  add('irma', random.integer(1, 3), 0.09, 0.14)
}

function planProliferative(random: Random, anatomy: Anatomy, add: Add): void {
  const hasBleed = random.chance(0.6)
  if (hasBleed) add('preretinal-haemorrhage', 1, 0.2, 0.32, () => freeSpot(random, anatomy, [], 0.2))
  if (hasBleed && random.chance(0.3)) return
  const { disc } = anatomy
  const atDisc = random.chance(0.5)
  add('neovascularisation', random.integer(1, 2), 0.17, 0.26, () =>
    atDisc
      ? { x: disc.x + random.gaussian(0.05), y: disc.y + random.gaussian(0.05) }
      : freeSpot(random, anatomy, [], 0.2),
  )
  if (random.chance(0.3)) add('fibrous-proliferation', 1, 0.12, 0.2)
}

/** A place in the retina that is on neither disc nor fovea, nor on a lesion already planned, if one is found soon. */
function freeSpot(random: Random, anatomy: Anatomy, plan: readonly PlannedLesion[], radius: number): Spot {
  let spot: Spot = { x: 0, y: 0 }
  for (let trial = 0; trial < 30; trial++) {
    const distance = 0.88 * Math.sqrt(random.next())
    const angle = random.between(0, 2 * Math.PI)
    spot = { x: distance * Math.cos(angle), y: distance * Math.sin(angle) }
    if (isFree(spot, anatomy, plan, radius)) return spot
  }
  return spot
}

function spotInQuadrant(random: Random, anatomy: Anatomy, plan: readonly PlannedLesion[], quadrant: number): Spot {
  for (let trial = 0; trial < 200; trial++) {
    const spot = freeSpot(random, anatomy, trial < 40 ? plan : [], 0.03)
    if (quadrantOf(spot, anatomy.macula) === quadrant) return spot
  }
  return anatomy.macula
}

function isFree(spot: Spot, anatomy: Anatomy, plan: readonly PlannedLesion[], radius: number): boolean {
  if (Math.hypot(spot.x - anatomy.disc.x, spot.y - anatomy.disc.y) < anatomy.disc.radius + radius) return false
  if (Math.hypot(spot.x - anatomy.macula.x, spot.y - anatomy.macula.y) < 0.1) return false
  return plan.every((other) => Math.hypot(spot.x - other.x, spot.y - other.y) > 0.8 * (other.radius + radius))
}

function nearMacula(random: Random, anatomy: Anatomy): Spot {
  const angle = random.between(0, 2 * Math.PI)
  const distance = random.between(0.15, 0.4)
  return {
    x: anatomy.macula.x + anatomy.temporal * 0.05 + distance * Math.cos(angle),
    y: anatomy.macula.y + distance * Math.sin(angle),
  }
}
