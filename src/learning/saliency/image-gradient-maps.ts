import { openExplainer } from '#nn/saliency-graph.ts'
import { integratedGradients } from './integrated-gradients.ts'
import { imageLayer, type MapMaker, type MapMakerOptions } from './map-maker.ts'
import { pixelMap } from './pixel-map.ts'
import { scaledMap } from './scaled-map.ts'
import { withoutDetail } from './without-detail.ts'

/** Maps from gradients by the photograph itself: guided backpropagation, or integrated gradients on the way from the
 *  photograph without its detail. */
export async function openImageGradientMaps(
  { runtime, model, size }: MapMakerOptions,
  method: 'guided-backpropagation' | 'integrated-gradients',
): Promise<MapMaker> {
  const guided = method === 'guided-backpropagation'
  const explainer = await openExplainer(runtime, model, { by: 'image', guided, size })
  return {
    layer: imageLayer,
    probabilities: async (image) => (await explainer.explain(image, new Float32Array(explainer.classes))).probabilities,
    make: async (image, { classWeights, sides }, options) => {
      if (guided) {
        const { views, probabilities } = await explainer.explain(image, classWeights)
        const gradients = views[0]?.gradients ?? new Float32Array(image.length)
        return { map: scaledMap(pixelMap(gradients, size, 'gradient'), sides), probabilities }
      }
      const subject = { image, baseline: withoutDetail(image, size), classWeights }
      const { attributions, probabilities } = await integratedGradients(explainer, subject, options)
      return { map: scaledMap(pixelMap(attributions, size, 'attribution'), sides), probabilities }
    },
    close: () => explainer.close(),
  }
}
