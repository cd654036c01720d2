import type { LinearStart, NetworkBuilder } from './network-builder.ts'
import type { BuildOptions } from './types.ts'

/** A network's own classifier: its torchvision name, its dropout, and how it starts from so many inputs and outputs. */
export interface OwnClassifier {
  readonly name: string
  readonly dropout: number
  start(inputs: number, outputs: number): LinearStart
}

/** PyTorch's start of a linear layer. */
export function linearStart(inputs: number): LinearStart {
  return { weight: 1 / Math.sqrt(inputs), bias: 1 / Math.sqrt(inputs) }
}

/** Units of the concatenated pool's hidden layer. */
const hidden = 512

/** From the last map to logits. */
export function addClassifier(layers: NetworkBuilder, map: string, own: OwnClassifier, options: BuildOptions): string {
  layers.group = 'head'
  const dropout = options.dropout ?? own.dropout
  return options.classifier === 'linear'
    ? addLinear(layers, map, own, options.outputs, dropout)
    : addConcatenatedPool(layers, map, options.outputs, dropout)
}

function addLinear(layers: NetworkBuilder, map: string, own: OwnClassifier, outputs: number, dropout: number): string {
  const pooled = layers.op('Flatten', layers.op('GlobalAveragePool', map))
  const kept = layers.noise('Dropout', pooled, dropout)
  return layers.linear(kept, own.name, outputs, own.start(layers.channelsOf(pooled), outputs))
}

/** Mean and maximum side by side, then twice: batch normalisation, dropout, linear; the first time half the dropout. */
function addConcatenatedPool(layers: NetworkBuilder, map: string, outputs: number, dropout: number): string {
  const pooled = layers.concat(layers.op('GlobalAveragePool', map), layers.op('GlobalMaxPool', map))
  const stage = (x: string, place: number, channels: number, share: number) => {
    const normalised = layers.noise('Dropout', layers.batchNorm(x, `head.norm${place}`), share)
    return layers.linear(normalised, `head.linear${place}`, channels, linearStart(layers.channelsOf(x)))
  }
  const features = layers.op('Relu', stage(layers.op('Flatten', pooled), 1, hidden, dropout / 2))
  return stage(features, 2, outputs, dropout)
}
