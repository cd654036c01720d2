import type { Graph } from '../graph/types.ts'
import { type FloatTensor, float32 } from '../tensor.ts'
import { inFront, node } from './in-front.ts'

/** Of red, green and blue in 0 … 1: pixels become (value - mean)/deviation. */
export interface ChannelNormalisation {
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

/** A graph that takes its image normalised as `wanted`, from one that takes it as `own`: an affine map a channel goes in
 *  front, which no padding of the first convolution comes before. The same graph where both are alike. */
export function renormalise(graph: Graph, own: ChannelNormalisation, wanted: ChannelNormalisation): Graph {
  const scale = wanted.deviation.map((deviation, c) => deviation / (own.deviation[c] as number))
  const shift = wanted.mean.map((mean, c) => (mean - (own.mean[c] as number)) / (own.deviation[c] as number))
  if (scale.every((s) => s === 1) && shift.every((s) => s === 0)) return graph
  const planes = (values: readonly number[]): FloatTensor => float32(values, [1, values.length, 1, 1])
  return inFront(graph, (image, free) => {
    const names = { scale: free('image.scale'), shift: free('image.shift') }
    const [scaled, shifted] = [free('image.scaled'), free('image.shifted')]
    return {
      constants: [
        [names.scale, planes(scale)],
        [names.shift, planes(shift)],
      ],
      nodes: [node('Mul', [image, names.scale], scaled), node('Add', [scaled, names.shift], shifted)],
    }
  })
}

/** A graph that takes the mean of each channel from its image first. */
export function removeMean(graph: Graph): Graph {
  return inFront(graph, (image, free) => {
    const [mean, centred] = [free('image.mean'), free('image.centred')]
    return { constants: [], nodes: [node('GlobalAveragePool', [image], mean), node('Sub', [image, mean], centred)] }
  })
}
