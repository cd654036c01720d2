import type { SaliencyLayer } from '#nn/saliency-layers.ts'
import type { ActivationMapMethod } from './class-activation.ts'

/** Where a method looks where no layer is named: near the classes, or near the photograph. */
export type LookingDepth = 'deep' | 'fine'

/** Fewest cells a side that a map is drawn from. The last convolution has as many at 224 px, but only 3 at the 96 px of a
 *  quick model, which point at nothing. */
const fewestCells = 6

/** Most cells a side: enough for a microaneurysm to be a cell of its own, and deep enough to tell one from noise. */
const mostCells = 64

/** Grad-CAM weighs a channel as a whole, which says something only of the last ones. The others weigh each place by itself,
 *  and find small lesions in early layers alone (docs/decisions/0012). */
export function usualDepth(method: ActivationMapMethod): LookingDepth {
  return method === 'grad-cam' ? 'deep' : 'fine'
}

/** `layers`: first to last. */
export function usualLayer(depth: LookingDepth, layers: readonly SaliencyLayer[]): SaliencyLayer | undefined {
  const side = ({ height, width }: SaliencyLayer) => Math.min(height, width)
  const deep = layers.findLast((layer) => side(layer) >= fewestCells) ?? layers.at(-1)
  if (depth === 'deep') return deep
  const finest = Math.max(...layers.map(side).filter((cells) => cells <= mostCells))
  return layers.findLast((layer) => side(layer) === finest) ?? deep
}
