import type { GraphNode } from '../graph/types.ts'
import type { ParameterGroup } from '../network.ts'
import type { Shape } from '../tensor.ts'
import type { Weight } from './weights.ts'

/** The group of each weight: `head` what follows the last picture, `first` what comes before the sides fall under an
 *  eighth of the image's (a ResNet's stem and first two stages), `middle` the rest. `shapes` are of what each node gives. */
export function groupWeights(
  weights: readonly Weight[],
  nodes: readonly GraphNode[],
  shapes: readonly Shape[],
  size: number,
): readonly ParameterGroup[] {
  const places = weights.map(({ place }) => place)
  const sides = shapes.map(pictureSide)
  const lastPicture = sides.findLastIndex((side) => side > 1)
  const head = places.find((place) => place > lastPicture) ?? places.at(-1) ?? 0
  const shrunk = nodes.findIndex((node, i) => {
    const side = sides[i] as number
    return node.type === 'Conv' && side > 1 && side < size / 8
  })
  const middle = shrunk >= 0 ? shrunk : (places[Math.floor(places.length / 3)] ?? 0)
  return places.map((place) => (place >= head ? 'head' : place >= middle ? 'middle' : 'first'))
}

/** Shorter side of a picture of several places; 1 for what is none. */
function pictureSide(shape: Shape): number {
  const [, , height, width] = shape
  if (shape.length !== 4 || height === undefined || width === undefined || height * width === 1) return 1
  return Math.max(2, Math.min(height, width))
}
