import type { MapMethod } from '#shared/contract/looking.ts'
import { AppError, assertNever } from '#shared/errors.ts'
import { openImageGradientMaps } from './image-gradient-maps.ts'
import { openLayerMaps } from './layer-maps.ts'
import type { MapMaker, MapMakerOptions } from './map-maker.ts'
import { openOcclusionMaps } from './occlusion-maps.ts'

/** What of a model has to be loaded for a method: one thing for all that weigh the activations of layers. */
export type MapMakerKind = 'layers' | Exclude<MapMethod, 'grad-cam' | 'grad-cam++' | 'hires-cam' | 'layer-cam'>

export function mapMakerKind(method: MapMethod): MapMakerKind {
  switch (method) {
    case 'grad-cam':
    case 'grad-cam++':
    case 'hires-cam':
    case 'layer-cam':
      return 'layers'
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
  if (kind !== 'layers' && options.layers.length > 0) {
    throw new AppError('usage', `The method ${kind} looks at the photograph's own pixels; leave the layer out.`)
  }
  switch (kind) {
    case 'layers':
      return await openLayerMaps(options)
    case 'guided-backpropagation':
    case 'integrated-gradients':
      return await openImageGradientMaps(options, kind)
    case 'occlusion':
      return await openOcclusionMaps(options)
    default:
      return assertNever(kind)
  }
}
