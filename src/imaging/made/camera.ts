import type { Random } from '#numerics/random/named-streams.ts'

/** What the camera does to the light of a made eye. */
export interface Camera {
  /** Standard deviation of the blur, px. */
  readonly blurPx: number
  /** Light is multiplied by this and clipped at 255. */
  readonly gain: number
  /** Standard deviation of the grain, grey levels. */
  readonly grain: number
}

/** Turns three planes of 0..255 into 8-bit RGB pixels as a camera would: blur, exposure, grain, clipping. */
export function exposePlanes(
  random: Random,
  planes: readonly Float32Array[],
  size: number,
  camera: Camera,
): Uint8Array {
  const data = new Uint8Array(size * size * 3)
  const blurred = planes.map((plane) => blur(plane, size, camera.blurPx))
  // Grain for every pixel from a short table, entered at random: normal numbers one by one would cost most of the time.
  const table = Float32Array.from({ length: 4096 }, () => random.gaussian(camera.grain))
  let state = random.integer(1, 0x7fffffff)
  for (let pixel = 0; pixel < size * size; pixel++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    const grey = table[(state >>> 8) & 4095] as number
    for (let channel = 0; channel < 3; channel++) {
      const light = (blurred[channel]?.[pixel] as number) * camera.gain
      // The black surround has little grain: it is no light at all.
      const noise = light < 4 ? grey * 0.2 : grey * (channel === 2 ? 1.2 : 1)
      data[pixel * 3 + channel] = Math.min(255, Math.max(0, light + noise + 0.5))
    }
  }
  return data
}

/** Gaussian blur: a three-tap kernel up to σ 0.8 px, three running means beyond. */
function blur(plane: Float32Array, size: number, sigma: number): Float32Array {
  if (sigma < 0.15) return plane
  if (sigma <= 0.8) {
    const side = (sigma * sigma) / 2
    return tap3(tap3(plane, 1, side), size, side)
  }
  const radius = Math.max(1, Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2))
  let out = plane
  for (let pass = 0; pass < 3; pass++) out = transposedMean(transposedMean(out, size, radius), size, radius)
  return out
}

function tap3(plane: Float32Array, stride: number, side: number): Float32Array {
  const out = plane.slice()
  for (let at = stride; at < plane.length - stride; at++) {
    const here = plane[at] as number
    out[at] = here + side * ((plane[at - stride] as number) + (plane[at + stride] as number) - 2 * here)
  }
  return out
}

/** Mean over 2 * radius + 1 pixels of each row, written as columns: twice over, both axes are done. */
function transposedMean(plane: Float32Array, size: number, radius: number): Float32Array {
  const out = new Float32Array(plane.length)
  const width = 2 * radius + 1
  for (let row = 0; row < size; row++) {
    const base = row * size
    let sum = 0
    for (let at = 0; at < Math.min(radius, size); at++) sum += plane[base + at] as number
    for (let at = 0; at < size; at++) {
      if (at + radius < size) sum += plane[base + at + radius] as number
      out[at * size + row] = sum / width
      if (at - radius >= 0) sum -= plane[base + at - radius] as number
    }
  }
  return out
}
