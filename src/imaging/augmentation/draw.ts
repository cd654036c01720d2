import { createRandom, type Random } from '#numerics/random/named-streams.ts'
import type { AugmentationSettings } from '#shared/augmentation.ts'
import { compose, flip, shear, translate, turn } from './affine.ts'
import { autoAugment } from './auto-augment.ts'
import type { Change } from './change.ts'
import { randAugment } from './operations.ts'

/** Draws a change. Always takes the same count of numbers from `random`, so that streams stay in step; AutoAugment and
 *  RandAugment have streams of their own. */
export function drawChange(random: Random, settings: AugmentationSettings): Change {
  const flips = [random.chance(0.5), random.chance(0.5)] as const
  const angle = random.between(-1, 1)
  const zoom = random.between(-1, 1)
  const [brightness, contrast] = [random.gaussian(settings.brightness), random.gaussian(settings.contrast)]
  // Whatever is added is drawn from here on, so that recipes without it change photographs as they did before.
  const sheared = [random.between(-1, 1), random.between(-1, 1)] as const
  const moved = [random.between(-1, 1), random.between(-1, 1)] as const
  const saturation = random.gaussian(settings.saturation)
  const [gaussianNoise, saltAndPepper, blur] = [random.next(), random.next(), random.next()]
  const hole = { x: random.next(), y: random.next(), side: settings.cutOut }
  const noiseSeed = random.integer(0, 2 ** 32 - 1)

  const slope = Math.tan((settings.shear * Math.PI) / 180)
  const flipped = flip(settings.flips && flips[0], settings.flips && flips[1])
  const turned = turn(radians(angle, settings), (1 + settings.zoom) ** zoom)
  const slanted = shear(sheared[0] * slope, sheared[1] * slope)
  const shifted = translate(moved[0] * settings.translate, moved[1] * settings.translate)
  const change: Change = {
    tones: [],
    sharpness: 1,
    blur: blur * settings.blur,
    geometry: [turned, slanted, shifted].reduce(compose, flipped),
    saturation: Math.max(0, 1 + saturation),
    brightness: Math.max(0.2, 1 + brightness),
    contrast: Math.max(0.2, 1 + contrast),
    gaussianNoise: gaussianNoise * settings.gaussianNoise,
    saltAndPepper: saltAndPepper * settings.saltAndPepper,
    noiseSeed,
    holes: hole.side > 0 ? [hole] : [],
  }
  const { autoAugment: policy } = settings
  const found = policy ? autoAugment(change, policy, createRandom(noiseSeed, 'autoaugment')) : change
  return randAugment(found, settings.randAugment, createRandom(noiseSeed, 'randaugment'))
}

/** `drawn`: −1 to 1. */
function radians(drawn: number, { rotation, rotations }: AugmentationSettings): number {
  const degrees = rotations[Math.floor(((drawn + 1) / 2) * rotations.length)] ?? drawn * rotation
  return (degrees * Math.PI) / 180
}
