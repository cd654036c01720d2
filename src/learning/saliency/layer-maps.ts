import { openExplainer } from '#nn/saliency-graph.ts'
import type { SaliencyLayer } from '#nn/saliency-layers.ts'
import { AppError } from '#shared/errors.ts'
import { activationMap, activationMapMethods, opposedMap } from './class-activation.ts'
import type { MapMaker, MapMakerOptions } from './map-maker.ts'
import { meanMap } from './mean-map.ts'

/** Fewest cells a side that a map is drawn from unless a layer is named. The last convolution has as many at 224 px, but
 *  only 3 at the 96 px of a quick model, which point at nothing. */
const fewestCells = 6

/** Class activation maps of a model's layers, by any of their methods.
 *  Throws `AppError('not_found')` for an unknown layer. */
export async function openLayerMaps({ runtime, model, layers }: MapMakerOptions): Promise<MapMaker> {
  const explainer = await openExplainer(runtime, model, { by: layers.length > 0 ? layers : fineEnough })
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

/** The layer that is looked at where none is named. */
export function fineEnough(layers: readonly SaliencyLayer[]): SaliencyLayer | undefined {
  return layers.findLast(({ height, width }) => Math.min(height, width) >= fewestCells) ?? layers.at(-1)
}
