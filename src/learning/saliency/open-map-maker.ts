import type { MapMethod } from '#shared/contract/looking.ts'
import { AppError, assertNever } from '#shared/errors.ts'
import type { ActivationMapMethod } from './class-activation.ts'
import { openImageGradientMaps } from './image-gradient-maps.ts'
import { openLayerMaps } from './layer-maps.ts'
import type { MapMaker, MapMakerOptions } from './map-maker.ts'
import { openOcclusionMaps } from './occlusion-maps.ts'
import { type LookingDepth, usualDepth } from './usual-layer.ts'

/** What of a model has to be loaded for a method: one thing for all that weigh the activations of the same layers. */
export type MapMakerKind = LookingDepth | Exclude<MapMethod, ActivationMapMethod>

export function mapMakerKind(method: MapMethod): MapMakerKind {
  switch (method) {
    case 'grad-cam':
    case 'grad-cam++':
    case 'hires-cam':
    case 'layer-cam':
      return usualDepth(method)
    case 'guided-backpropagation':
    case 'integrated-gradients':
    case 'occlusion':
      return method
    default:
      return assertNever(method)
  }
}

/** Throws `AppError('usage')` for layers named to what looks at none, `AppError('not_found')` for an unknown layer. */
export async function openMapMaker(kind: MapMakerKind, options: MapMakerOptions): Promise<MapMaker> {
  const overLayers = kind === 'deep' || kind === 'fine'
  if (!overLayers && options.layers.length > 0) {
    throw new AppError('usage', `The method ${kind} looks at the photograph's own pixels; leave the layer out.`)
  }
  switch (kind) {
    case 'deep':
    case 'fine':
      return await openLayerMaps(options, kind)
    case 'guided-backpropagation':
    case 'integrated-gradients':
      return await openImageGradientMaps(options, kind)
    case 'occlusion':
      return await openOcclusionMaps(options)
    default:
      return assertNever(kind)
  }
}
