import { beforeAll, describe, expect, it } from 'vitest'
import { inferenceModel } from '#nn/inference.ts'
import { encodeModel } from '#nn/model-file.ts'
import { initialParameters } from '#nn/parameters.ts'
import { openOnnxRuntime } from '#nn/runtimes/onnxruntime.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import { openExplainer } from '#nn/saliency-graph.ts'
import { randomTensor } from '#nn/testing/random-tensors.ts'
import { smallNetwork } from '#nn/testing/small-network.ts'
import { integratedGradients } from './integrated-gradients.ts'
import { occlusionMap } from './occlusion.ts'
import { pixelMap } from './pixel-map.ts'
import { withoutDetail } from './without-detail.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 1 })
})

const size = 32
const image = randomTensor([1, 3, size, size], 5).data.map((value) => 3 * value)

describe('integrated gradients', () => {
  it('add up to the evidence less that of the baseline, within a hundredth of it', async () => {
    const network = smallNetwork({ size })
    const model = encodeModel(inferenceModel(network, initialParameters(network, 3)))
    const explainer = await openExplainer(runtime, model, { by: 'image' })
    for (const classWeights of [Float32Array.of(0, 1, 0), Float32Array.of(-1, 1, 0)]) {
      const baseline = withoutDetail(image, size)
      const { attributions } = await integratedGradients(explainer, { image, baseline, classWeights })
      const [at, from] = [await explainer.explain(image, classWeights), await explainer.explain(baseline, classWeights)]
      const difference = at.evidence - from.evidence
      expect(Math.abs(difference)).toBeGreaterThan(1e-3)
      const sum = attributions.reduce((a, b) => a + b, 0)
      expect(Math.abs(sum - difference)).toBeLessThan(0.01 * Math.abs(difference))
    }
    await explainer.close()
  })

  it('stop between two steps once they are cancelled', async () => {
    const network = smallNetwork({ size })
    const model = encodeModel(inferenceModel(network, initialParameters(network, 3)))
    const explainer = await openExplainer(runtime, model, { by: 'image' })
    const controller = new AbortController()
    let passes = 0
    const watched = {
      ...explainer,
      explain: async (...asked: Parameters<typeof explainer.explain>) => {
        if (++passes === 3) controller.abort()
        return await explainer.explain(...asked)
      },
    }
    const subject = { image, baseline: withoutDetail(image, size), classWeights: Float32Array.of(0, 1, 0) }
    const integrating = integratedGradients(watched, subject, { signal: controller.signal })
    await expect(integrating).rejects.toMatchObject({ code: 'cancelled' })
    expect(passes).toBe(3)
    await explainer.close()
  })
})

describe('occlusion', () => {
  const fill = withoutDetail(image, size)
  const weights = randomTensor([3, size, size], 6).data
  const counts: number[] = []
  /** Evidence that is a sum over pixels: what a window hides is then known. */
  const evidenceOf = async (images: Float32Array, count: number) => {
    counts.push(count)
    return Array.from({ length: count }, (_, row) => {
      const one = images.subarray(row * image.length, (row + 1) * image.length)
      return one.reduce((sum, value, i) => sum + value * (weights[i] as number), 0)
    })
  }
  const lossAt = (pixel: number) =>
    [0, 1, 2].reduce((sum, colour) => {
      const i = colour * size * size + pixel
      return sum + (weights[i] as number) * ((image[i] as number) - (fill[i] as number))
    }, 0)

  it('by windows of one pixel is what that pixel adds', async () => {
    counts.length = 0
    const one = { side: 1 / size, stride: 1 / size }
    const { values } = await occlusionMap({ image, fill, size }, evidenceOf, { batch: 100, window: one })
    for (const [pixel, value] of values.entries()) expect(value).toBeCloseTo(lossAt(pixel), 3)
    // Once whole; 1,024 windows in hundreds.
    expect(counts).toEqual([1, ...Array(10).fill(100), 24])
  })

  it('stops between two batches once it is cancelled', async () => {
    counts.length = 0
    const controller = new AbortController()
    const evidence = async (images: Float32Array, count: number) => {
      if (counts.length === 2) controller.abort()
      return await evidenceOf(images, count)
    }
    const hiding = occlusionMap({ image, fill, size }, evidence, { batch: 8, signal: controller.signal })
    await expect(hiding).rejects.toMatchObject({ code: 'cancelled' })
    expect(counts).toEqual([1, 8, 8])
  })

  it('gives each pixel the mean over the windows that hide it, to the edges', async () => {
    // Windows of 12 px from 0, 8, 16 and, so as to end at the edge, 20.
    const window = { side: 12 / size, stride: 8 / size }
    const { values } = await occlusionMap({ image, fill, size }, evidenceOf, { batch: 5, window })
    const lossOf = (left: number, top: number) => {
      let sum = 0
      for (let y = top; y < top + 12; y++) for (let x = left; x < left + 12; x++) sum += lossAt(y * size + x)
      return sum
    }
    expect(values[0]).toBeCloseTo(lossOf(0, 0), 3)
    expect(values[10]).toBeCloseTo((lossOf(0, 0) + lossOf(8, 0)) / 2, 3)
    expect(values[size * size - 1]).toBeCloseTo(lossOf(20, 20), 3)
  })
})

it('a map of pixels takes the largest colour of a gradient and the sum of attributions', () => {
  const found = new Float32Array(3 * 9)
  // The middle pixel, red and green; about it, blurred alike.
  found[4] = -3
  found[9 + 4] = 2
  const ofGradient = pixelMap(found, 3, 'gradient').values
  const ofAttribution = pixelMap(found, 3, 'attribution').values
  expect(ofGradient[4]).toBeGreaterThan(ofGradient[3] as number)
  for (const [place, value] of ofGradient.entries()) expect(ofAttribution[place]).toBeCloseTo(-value / 3, 6)
})

it('a photograph without its detail keeps its light, colour by colour', () => {
  const spotted = new Float32Array(3 * size * size)
  for (const colour of [0, 1, 2]) spotted.fill(colour, colour * size * size, (colour + 1) * size * size)
  spotted[16 * size + 16] = -50
  const smooth = withoutDetail(spotted, size)
  expect(smooth[16 * size + 16]).toBeGreaterThan(-2)
  for (const colour of [1, 2]) expect(smooth[colour * size * size + 300]).toBeCloseTo(colour, 5)
})
