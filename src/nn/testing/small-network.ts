import { NetworkBuilder } from '../architectures/network-builder.ts'
import type { Network } from '../network.ts'

/** A network of every kind of layer that EfficientNet has, small enough to differentiate by hand: stem, one inverted
 *  residual block with squeeze-excitation and skip, pooling, classifier. Channels fill no whole number of blocks. */
export function smallNetwork({
  size = 8,
  classes = 3,
  noise = 0,
}: {
  size?: number
  classes?: number
  noise?: number
} = {}): Network {
  const layers = new NetworkBuilder('small', size)
  const unit = (x: string, name: string, channels: number, kernel: number, stride: number, group: number) =>
    layers.silu(
      layers.batchNorm(layers.convolution(x, `${name}.0`, channels, { kernel, stride, group }), `${name}.1`, 1e-3),
    )
  const stem = unit('image', 'stem', 24, 3, 2, 1)
  layers.group = 'middle'
  const wide = unit(unit(stem, 'expand', 40, 1, 1, 1), 'depthwise', 40, 3, 1, 40)
  const squeezed = layers.silu(
    layers.convolution(layers.op('GlobalAveragePool', wide), 'squeeze', 4, { kernel: 1, bias: true }),
  )
  const gate = layers.op('Sigmoid', layers.convolution(squeezed, 'excite', 40, { kernel: 1, bias: true }))
  const projected = layers.convolution(layers.op('Mul', wide, gate), 'project.0', 24, { kernel: 1 })
  const branch = layers.noise('StochasticDepth', layers.batchNorm(projected, 'project.1', 1e-3), noise)
  const down = unit(layers.op('Add', branch, stem), 'down', 24, 5, 2, 24)
  layers.group = 'head'
  const pooled = layers.noise('Dropout', layers.op('Flatten', layers.op('GlobalAveragePool', down)), noise)
  return {
    architecture: 'small',
    size,
    classes,
    head: 'softmax',
    ...layers.finish(layers.linear(pooled, 'classifier', classes, { weight: 1 / Math.sqrt(classes), bias: 0 })),
  }
}
