/** Per channel (R, G, B), on a scale of 0..1. */
export interface Normalisation {
  readonly mean: readonly [number, number, number]
  readonly deviation: readonly [number, number, number]
}

/** Mean and deviation used for diabetic-retinopathy photographs (`method.md`, Normalisation). */
export const retinaNormalisation: Normalisation = {
  mean: [0.42, 0.22, 0.075],
  deviation: [0.27, 0.15, 0.081],
}

/** Of ImageNet's photographs, as torchvision's weights were trained on them. */
export const imagenetNormalisation: Normalisation = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
}

/** 8-bit pixels (rows of R, G, B; `size * size * 3` bytes) as one network input: float32 planes R, G, B of `size * size`,
 *  (value / 255 − mean) / deviation, written to `output` from `offset`. */
export function normaliseInto(
  pixels: Uint8Array,
  size: number,
  output: Float32Array,
  offset = 0,
  normalisation: Normalisation = retinaNormalisation,
): void {
  const area = size * size
  for (let channel = 0; channel < 3; channel++) {
    const gain = 1 / (255 * (normalisation.deviation[channel] ?? 1))
    const shift = (normalisation.mean[channel] ?? 0) / (normalisation.deviation[channel] ?? 1)
    const plane = offset + channel * area
    for (let pixel = 0; pixel < area; pixel++) {
      output[plane + pixel] = (pixels[pixel * 3 + channel] as number) * gain - shift
    }
  }
}

/** The 8-bit pixels that a network input stands for, values rounded and cut off at 0 and 255: the way back from `normalise`. */
export function denormalise(image: Float32Array, size: number, normalisation = retinaNormalisation): Uint8Array {
  const area = size * size
  const pixels = new Uint8ClampedArray(3 * area)
  for (let channel = 0; channel < 3; channel++) {
    const [mean = 0, deviation = 1] = [normalisation.mean[channel], normalisation.deviation[channel]]
    for (let pixel = 0; pixel < area; pixel++)
      pixels[pixel * 3 + channel] = 255 * ((image[channel * area + pixel] as number) * deviation + mean)
  }
  return new Uint8Array(pixels.buffer)
}

/** `normaliseInto` of one picture into an array of its own, `3 * size * size` values. */
export function normalise(pixels: Uint8Array, size: number, normalisation = retinaNormalisation): Float32Array {
  const output = new Float32Array(3 * size * size)
  normaliseInto(pixels, size, output, 0, normalisation)
  return output
}
