import { openExplainer } from '#nn/saliency-graph.ts'
import type { SaliencyLayer } from '#nn/saliency-layers.ts'
import { AppError } from '#shared/errors.ts'
import { activationMap, activationMapMethods, opposedMap } from './class-activation.ts'
import type { MapMaker, MapMakerOptions } from './map-maker.ts'
import { meanMap } from './mean-map.ts'
import { type LookingDepth, usualLayer } from './usual-layer.ts'

/** Class activation maps of a model's layers, by any of their methods.
 *  Throws `AppError('not_found')` for an unknown layer. */
export async function openLayerMaps(
  { runtime, model, layers }: MapMakerOptions,
  depth: LookingDepth,
): Promise<MapMaker> {
  const by = layers.length > 0 ? layers : (offered: readonly SaliencyLayer[]) => usualLayer(depth, offered)
  const explainer = await openExplainer(runtime, model, { by })
  return {
    layer: explainer.chosen.map(({ name }) => name).join(','),
    probabilities: async (image) => (await explainer.explain(image, new Float32Array(explainer.classes))).probabilities,
    make: async (image, { classWeights, ...asked }) => {
      const method = activationMapMethods.find((one) => one === asked.method)
      if (!method) throw new AppError('internal', `${asked.method} is no method over layers.`)
      const { views, probabilities } = await explainer.explain(image, classWeights)
      const mapOf = asked.sides === 'two' ? opposedMap : activationMap
      return {
        map: meanMap(
          views.map((view) => mapOf(view, method)),
          asked.sides,
        ),
        probabilities,
      }
    },
    close: () => explainer.close(),
  }
}
