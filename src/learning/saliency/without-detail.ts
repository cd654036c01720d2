import { gaussianBlur } from '#imaging/gaussian-blur.ts'

/** Width of the blur in parts of the side. The retina fills the photograph, so that nothing of a microaneurysm is left and
 *  little of a haemorrhage, while the light of the fundus, the disc and the field's edge stay. */
const blurShare = 1 / 12

/** The photograph without its detail: what occlusion puts in a window, and where integrated gradients start. Against black or
 *  grey, a dark lesion would count for nothing and a patch be a sign of its own. `image`: normalised RGB, [3,size,size]. */
export function withoutDetail(image: Float32Array, size: number): Float32Array {
  const blurred = new Float32Array(image.length)
  for (let plane = 0; plane < image.length; plane += size * size) {
    const values = image.subarray(plane, plane + size * size)
    blurred.set(gaussianBlur(values, { width: size, height: size, channels: 1 }, Math.max(1, size * blurShare)), plane)
  }
  return blurred
}
