import { layersOf } from '#nn/saliency-graph.ts'
import type { SaliencyLayer } from '#nn/saliency-layers.ts'
import type { MapMethod } from '#shared/contract/looking.ts'
import { activationMapMethods } from './class-activation.ts'
import { usualDepth, usualLayer } from './usual-layer.ts'

export interface OfferedLayers {
  /** First to last. */
  readonly layers: readonly SaliencyLayer[]
  /** What a method looks at where no layer is named; of several models, one name for each that differs. */
  readonly usual: Partial<Record<MapMethod, string[]>>
}

/** The layers that maps of a model, or of all members of an ensemble, can be drawn from: `models` are their files. */
export function offeredLayers(models: readonly Uint8Array[]): OfferedLayers {
  const offers = models.map((bytes) => layersOf(bytes))
  const [first = [], ...others] = offers
  return {
    layers: first.filter(({ name }) => others.every((offer) => offer.some((layer) => layer.name === name))),
    usual: Object.fromEntries(
      activationMapMethods.map((method) => [
        method,
        [...new Set(offers.flatMap((offer) => usualLayer(usualDepth(method), offer)?.name ?? []))],
      ]),
    ),
  }
}
