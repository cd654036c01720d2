import type { NamedChange } from '#shared/augmentation.ts'
import { type Affine, flip, shear, translate, turn } from './affine.ts'
import { type Change, noChange } from './change.ts'

const degrees = Math.PI / 180

/** What each named change does. Light moves by twice the usual deviation of training (0.1); nothing is drawn but the noise,
 *  which is the same each time. */
const changes: Readonly<Record<NamedChange, Partial<Change>>> = {
  'as-it-is': {},
  'flip-left-right': by(flip(true, false)),
  'flip-top-bottom': by(flip(false, true)),
  'turn-60': by(turn(60 * degrees)),
  'turn-90': by(turn(90 * degrees)),
  'turn-120': by(turn(120 * degrees)),
  'zoom-in': by(turn(0, 1.2)),
  'zoom-out': by(turn(0, 1 / 1.2)),
  shear: by(shear(Math.tan(10 * degrees), 0)),
  translate: by(translate(0.1, 0)),
  brighter: { brightness: 1.2 },
  darker: { brightness: 0.8 },
  'more-contrast': { contrast: 1.2 },
  'less-contrast': { contrast: 0.8 },
  'less-colour': { saturation: 0.5 },
  blur: { blur: 0.01 },
  'gaussian-noise': { gaussianNoise: 0.05 },
  'salt-and-pepper': { saltAndPepper: 0.02 },
  // Beside the middle, where the macula and often the disc stay in sight.
  'cut-out': { holes: [{ x: 0.65, y: 0.3, side: 0.25 }] },
  equalize: { tones: [{ kind: 'equalize' }] },
}

function by(geometry: Affine): Partial<Change> {
  return { geometry }
}

export function namedChange(name: NamedChange): Change {
  return { ...noChange, ...changes[name] }
}
