import { createRandom, type Random } from '#numerics/random/named-streams.ts'
import type { Eye, Grade } from '#shared/grades.ts'
import type { Lesion } from '#shared/lesions.ts'
import type { QualityVerdict } from '../quality.ts'
import { luma, type Raster } from '../raster.ts'
import { drawAnatomy } from './anatomy.ts'
import { type Camera, exposePlanes } from './camera.ts'
import { type Canvas, toPixels } from './canvas.ts'
import { paintFundus } from './fundus-paint.ts'
import { createLayers, paintLesion, paintSegments } from './lesion-paint.ts'
import { planLesions } from './lesion-plan.ts'
import { growVessels, quadrantOf } from './vessels.ts'

/** What to make. The same values give the same picture, byte for byte. */
export interface PhotographPlan {
  readonly seed: string | number
  /** Side of the square picture, px. */
  readonly size: number
  readonly grade: Grade
  readonly eye?: Eye
  /** How well the picture is to be taken; `reject` hides the lesions. */
  readonly quality?: QualityVerdict
}

/** A lesion as it lies in the picture, px. */
export interface MadeLesion {
  readonly kind: Lesion
  readonly x: number
  readonly y: number
  readonly radius: number
}

export interface MadePhotograph extends Raster {
  readonly grade: Grade
  readonly eye: Eye
  readonly quality: QualityVerdict
  readonly lesions: readonly MadeLesion[]
}

/** Makes one fundus photograph whose grade and lesions are known: a round field on black, optic disc, macula, vessels,
 *  uneven light, and the lesions of an ICDR grade. A stand-in for photographs that cannot be shipped, not a model of disease:
 *  lesions are larger than life so that they show at 96 px. */
export function makePhotograph(plan: PhotographPlan): MadePhotograph {
  const { seed, size, grade, quality = 'good' } = plan
  const random = createRandom(seed, 'photograph')
  const eye = plan.eye ?? (random.chance(0.5) ? 'left' : 'right')
  const anatomy = drawAnatomy(random, eye)
  const radiusPx = size * random.between(0.455, 0.485)
  const slack = size / 2 - radiusPx
  const canvas: Canvas = {
    size,
    radiusPx,
    centreX: size / 2 + random.between(-0.5, 0.5) * slack,
    centreY: size / 2 + random.between(-0.5, 0.5) * slack,
  }
  const lesions = planLesions(random, anatomy, grade)
  const beaded = lesions.filter((lesion) => lesion.kind === 'venous-beading')
  const beadedQuadrants = new Set(beaded.map((lesion) => quadrantOf(lesion, anatomy.macula)))
  const layers = createLayers(size)
  paintSegments(layers.vessels, canvas, growVessels(random, anatomy, { beadedQuadrants }))
  for (const lesion of lesions) paintLesion(random, lesion, canvas, layers)
  const planes = paintFundus(random, anatomy, canvas, layers)
  return {
    width: size,
    height: size,
    data: exposePlanes(random, planes, size, drawCamera(random, size, quality, luma(...anatomy.colour))),
    grade,
    eye,
    quality,
    lesions: lesions.map(({ kind, radius, ...spot }) => ({
      kind,
      ...toPixels(canvas, spot),
      radius: radius * radiusPx,
    })),
  }
}

/** `light`: grey level of the fundus as it would come out well exposed. */
function drawCamera(random: Random, size: number, quality: QualityVerdict, light: number): Camera {
  const sharp = { blurPx: random.between(0, 0.0016) * size, gain: random.between(0.92, 1.06), grain: 2 }
  if (quality === 'good') return sharp
  const defect = random.integer(0, 2)
  if (quality === 'usable') {
    if (defect === 0) return { ...sharp, gain: random.between(34, 37) / light }
    // Focus is judged at 448 px, and at the picture's own size below that.
    return { ...sharp, blurPx: random.between(2.9, 3.3) * Math.max(1, size / 448) }
  }
  if (defect === 0) return { ...sharp, gain: random.between(8, 14) / light }
  if (defect === 1) return { ...sharp, gain: random.between(500, 650) / light }
  return { ...sharp, blurPx: random.between(0.04, 0.05) * size }
}
