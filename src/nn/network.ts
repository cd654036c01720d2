import type { NormalisationKind } from '#shared/normalisation.ts'
import type { NetworkVariant } from './architectures/variant.ts'
import type { Graph } from './graph/types.ts'
import type { HeadKind } from './heads/head.ts'
import type { ChannelNormalisation } from './importing/renormalise.ts'
import type { Shape } from './tensor.ts'

/** Trainable, or a running statistic that the step itself keeps. */
export type ParameterRole = 'trainable' | 'statistic'

/** The parts of a network that may have rates of their own: the stem and first stages, the rest, the classifier. */
export const parameterGroups = ['first', 'middle', 'head'] as const
export type ParameterGroup = (typeof parameterGroups)[number]

/** How a parameter starts. `normal` and `uniform` are drawn, the rest are constant. */
export type Initial =
  | { readonly kind: 'zeros' }
  | { readonly kind: 'ones' }
  | { readonly kind: 'normal'; readonly deviation: number }
  | { readonly kind: 'uniform'; readonly bound: number }

export interface ParameterSpec {
  /** As torchvision names it. */
  readonly name: string
  readonly shape: Shape
  readonly role: ParameterRole
  readonly group: ParameterGroup
  readonly initial: Initial
}

/** A network as data: its graph takes `image` [n,3,size,size] and every parameter, and gives `logits`, a row a photograph,
 *  as many as its head has, and `oedema` [n,3] where it has that. */
export interface Network {
  readonly architecture: string
  /** Where it differs from the published network of that name. */
  readonly variant?: NetworkVariant
  readonly size: number
  readonly classes: number
  readonly head: HeadKind
  /** Share of a training batch, its last photographs, that auxiliary batch normalisations see; 0 where there are none. */
  readonly auxiliaryShare?: number
  /** Whether it tells oedema risks apart besides grades. */
  readonly oedema?: boolean
  /** What its graph does to its image first, where it is another than the image comes with. */
  readonly normalisation?: NormalisationKind
  /** The same by numbers of its own. */
  readonly ownNormalisation?: ChannelNormalisation
  readonly graph: Graph
  readonly parameters: readonly ParameterSpec[]
}

/** What a network takes of one photograph: [3,size,size], or the features that a head alone is given. */
export function imageShape({ graph }: Network): Shape {
  const [, ...shape] = graph.inputs.find(({ name }) => name === 'image')?.shape ?? []
  return shape.filter((side) => typeof side === 'number')
}
