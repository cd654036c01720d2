import { setImmediate } from 'node:timers/promises'
import type { HeatMap } from '#imaging/heat-map.ts'
import { throwIfCancelled, type WorkOptions } from '#shared/progress.ts'

/** How the window goes over the photograph, in parts of its side. */
export interface OcclusionWindow {
  readonly side: number
  readonly stride: number
}

/** 225 windows, each half over the next: a few seconds for a small network, for a large one the better part of a minute. */
const usualWindow: OcclusionWindow = { side: 1 / 8, stride: 1 / 16 }

export interface OcclusionSubject {
  /** Normalised RGB, [3,size,size], and what a window shows in its place. */
  readonly image: Float32Array
  readonly fill: Float32Array
  readonly size: number
}

/** What of the evidence is lost by each pixel when a window hides it, the mean over the windows that do (Zeiler 2014), below 0
 *  where hiding it adds to the evidence. `evidenceOf` has the evidence of `count` photographs, [count,3,size,size];
 *  it is given `batch` at a time. Throws `AppError('cancelled')` between them. */
export async function occlusionMap(
  { image, fill, size }: OcclusionSubject,
  evidenceOf: (images: Float32Array, count: number) => Promise<readonly number[]>,
  options: Pick<WorkOptions, 'signal'> & { readonly batch: number; readonly window?: OcclusionWindow },
): Promise<HeatMap> {
  const { batch, window = usualWindow, signal } = options
  const places = windows(size, window)
  const lost = new Float64Array(size * size)
  const hidings = new Uint32Array(size * size)
  const [whole = 0] = await evidenceOf(image, 1)
  const images = new Float32Array(batch * image.length)
  for (let start = 0; start < places.length; start += batch) {
    // A turn of the event loop: the runtime blocks this thread, and a cancellation comes as a message.
    await setImmediate()
    throwIfCancelled(signal)
    const part = places.slice(start, start + batch)
    for (const [index, place] of part.entries()) {
      const one = images.subarray(index * image.length, (index + 1) * image.length)
      one.set(image)
      hide(one, fill, size, place)
    }
    const evidence = await evidenceOf(images.subarray(0, part.length * image.length), part.length)
    for (const [index, { left, top, side }] of part.entries()) {
      const loss = whole - (evidence[index] as number)
      for (let y = top; y < top + side; y++) {
        for (let pixel = y * size + left; pixel < y * size + left + side; pixel++) {
          lost[pixel] = (lost[pixel] as number) + loss
          hidings[pixel] = (hidings[pixel] as number) + 1
        }
      }
    }
  }
  return {
    width: size,
    height: size,
    values: Float32Array.from(lost, (sum, pixel) => sum / (hidings[pixel] as number)),
  }
}

interface Place {
  readonly left: number
  readonly top: number
  readonly side: number
}

/** Every window; the last of a row or column ends at the edge. */
function windows(size: number, window: OcclusionWindow): readonly Place[] {
  const side = Math.min(size, Math.max(1, Math.round(window.side * size)))
  const stride = Math.min(side, Math.max(1, Math.round(window.stride * size)))
  const count = 1 + Math.ceil((size - side) / stride)
  const starts = Array.from({ length: count }, (_, index) => Math.min(index * stride, size - side))
  return starts.flatMap((top) => starts.map((left) => ({ left, top, side })))
}

function hide(image: Float32Array, fill: Float32Array, size: number, { left, top, side }: Place): void {
  for (let plane = 0; plane < image.length; plane += size * size) {
    for (let y = top; y < top + side; y++) {
      const from = plane + y * size + left
      image.set(fill.subarray(from, from + side), from)
    }
  }
}
