import { openClassifier } from '#nn/classifier.ts'
import { logitReader } from '#nn/heads/registry.ts'
import { imageLayer, type MapMaker, type MapMakerOptions } from './map-maker.ts'
import { occlusionMap } from './occlusion.ts'
import { scaledMap } from './scaled-map.ts'
import { withoutDetail } from './without-detail.ts'

/** Photographs with a window hidden that are looked at together. */
const batch = 8

/** Maps of what the evidence loses when a window of the photograph loses its detail. */
export async function openOcclusionMaps({ runtime, model, size }: MapMakerOptions): Promise<MapMaker> {
  const classifier = await openClassifier(runtime, model, { batch, size })
  const probabilitiesOf = async (image: Float32Array) => (await classifier.classify(image, 1)).probabilities
  return {
    layer: imageLayer,
    probabilities: probabilitiesOf,
    make: async (image, { classWeights, sides }, options) => {
      const evidenceOf = async (images: Float32Array, count: number) => {
        const { logits } = await classifier.classify(images, count)
        const each = logits.length / count
        const weights = logitReader(each, classifier.description).evidence(classWeights)
        return Array.from({ length: count }, (_, row) =>
          weights.reduce((sum, weight, k) => sum + weight * (logits[row * each + k] as number), 0),
        )
      }
      const subject = { image, fill: withoutDetail(image, size), size }
      const map = scaledMap(await occlusionMap(subject, evidenceOf, { ...options, batch }), sides)
      return { map, probabilities: await probabilitiesOf(image) }
    },
    close: () => classifier.close(),
  }
}
