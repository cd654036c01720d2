import { imagenetNormalisation, retinaNormalisation } from '#imaging/normalise.ts'
import type { Graph } from '#nn/graph/types.ts'
import { type ChannelNormalisation, removeMean, renormalise } from '#nn/importing/renormalise.ts'
import type { Network } from '#nn/network.ts'
import { assertNever } from '#shared/errors.ts'
import { type NormalisationKind, usualNormalisation } from '#shared/normalisation.ts'

/** The network with a layer in front that brings photographs to another normalisation: they come to every network as retinas
 *  do, so that nobody who uses a model need know of it. Less its own mean, a photograph is still divided by the deviations
 *  of retinas; its mean is that of the whole square, the dark corners and what augmentation did included. */
export function withNormalisation(network: Network, normalisation: NormalisationKind): Network {
  if (normalisation === usualNormalisation) return network
  return { ...network, normalisation, graph: normalised(network.graph, normalisation) }
}

/** The same by a mean and a deviation of each channel. */
export function withOwnNormalisation(network: Network, { mean, deviation }: ChannelNormalisation): Network {
  const own = { mean: [...mean], deviation: [...deviation] }
  return { ...network, ownNormalisation: own, graph: renormalise(network.graph, own, retinaNormalisation) }
}

function normalised(graph: Graph, normalisation: Exclude<NormalisationKind, typeof usualNormalisation>): Graph {
  switch (normalisation) {
    case 'imagenet':
      return renormalise(graph, imagenetNormalisation, retinaNormalisation)
    case 'per-image':
      return removeMean(graph)
    default:
      return assertNever(normalisation)
  }
}
