import { type Affine, identity } from './affine.ts'
import type { Tone } from './tone.ts'

/** One change of a photograph, of any size, in the order in which it is made. Plain data. */
export interface Change {
  /** Lookup tables of the 8-bit values, one after another. */
  readonly tones: readonly Tone[]
  /** How far a picture smoothed a little is left (1 is as it is, more stresses edges, less washes them out). */
  readonly sharpness: number
  /** Standard deviation of a Gaussian blur, in sides. */
  readonly blur: number
  readonly geometry: Affine
  /** Colours are stretched about their grey by `saturation`, values multiplied by `brightness`, then stretched about the
   *  channel's mean by `contrast`. */
  readonly saturation: number
  readonly brightness: number
  readonly contrast: number
  /** Standard deviation of Gaussian noise, on a 0-1 scale. */
  readonly gaussianNoise: number
  /** Share of the pixels that turn black or white. */
  readonly saltAndPepper: number
  /** What the noise is drawn from. */
  readonly noiseSeed: number
  readonly holes: readonly Hole[]
}

/** A square that is blanked: middle (0..1 across and down) and side, in sides. */
export interface Hole {
  readonly x: number
  readonly y: number
  readonly side: number
}

export const noChange: Change = {
  tones: [],
  sharpness: 1,
  blur: 0,
  geometry: identity,
  saturation: 1,
  brightness: 1,
  contrast: 1,
  gaussianNoise: 0,
  saltAndPepper: 0,
  noiseSeed: 0,
  holes: [],
}
