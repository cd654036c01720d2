import { beforeAll, describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../graph/builder.ts'
import { type Attributes, float, type Graph, int, internalDomain, ints } from '../../graph/types.ts'
import { writeOnnx } from '../../onnx/writer.ts'
import { openOnnxRuntime } from '../../runtimes/onnxruntime.ts'
import type { Runtime } from '../../runtimes/types.ts'
import { floatEntry, type Shape, type TensorMap } from '../../tensor.ts'
import { randomTensor, relativeError } from '../../testing/random-tensors.ts'
import { lowerPortable } from '../portable.ts'
import { lowerBlocked } from './lower.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

async function run(graph: Graph): Promise<TensorMap> {
  const session = await runtime.session(writeOnnx({ graph, metadata: new Map() }))
  const feeds = new Map(graph.inputs.map(({ name, shape }, index) => [name, randomTensor(shape as Shape, index + 1)]))
  const results = await session.run(feeds)
  await session.close()
  return results
}

/** Runs a graph both ways and compares every output. */
async function compare(build: (builder: GraphBuilder) => readonly string[]): Promise<void> {
  const builder = new GraphBuilder('test')
  for (const output of build(builder)) builder.output(output)
  const graph = builder.build()
  // Shapes are worked out as a graph is written: for both kinds of processor, whichever this one is.
  for (const block of [8, 16]) lowerBlocked(graph, block)
  const blocked = lowerBlocked(graph, runtime.block)
  const [actual, expected] = [await run(blocked), await run(lowerPortable(graph))]
  for (const { name } of graph.outputs) {
    const [a, e] = [floatEntry(actual, name), floatEntry(expected, name)]
    expect(a.shape).toEqual(e.shape)
    expect(relativeError(a.data, e.data)).toBeLessThan(2e-5)
  }
}

const image = (builder: GraphBuilder, name: string, ...shape: readonly number[]) =>
  builder.input(name, { type: 'float32', shape })

interface Case {
  readonly channels: number
  readonly outputs: number
  readonly kernel: number
  readonly stride: number
  readonly size: readonly [number, number]
  readonly depthwise?: boolean
}

const cases: readonly Case[] = [
  { channels: 16, outputs: 32, kernel: 1, stride: 1, size: [6, 5] },
  { channels: 24, outputs: 40, kernel: 1, stride: 1, size: [7, 7] },
  { channels: 40, outputs: 240, kernel: 1, stride: 1, size: [3, 9] },
  { channels: 3, outputs: 32, kernel: 3, stride: 2, size: [11, 12] },
  { channels: 32, outputs: 48, kernel: 3, stride: 1, size: [8, 7] },
  { channels: 16, outputs: 24, kernel: 3, stride: 1, size: [30, 28] },
  { channels: 16, outputs: 64, kernel: 5, stride: 1, size: [7, 6] },
  { channels: 32, outputs: 32, kernel: 3, stride: 2, size: [8, 9] },
  { channels: 32, outputs: 48, kernel: 3, stride: 2, size: [8, 10] },
  { channels: 40, outputs: 24, kernel: 3, stride: 2, size: [12, 6] },
  { channels: 48, outputs: 32, kernel: 1, stride: 2, size: [6, 8] },
  { channels: 48, outputs: 32, kernel: 1, stride: 2, size: [7, 8] },
  { channels: 16, outputs: 16, kernel: 5, stride: 3, size: [9, 12] },
  { channels: 24, outputs: 16, kernel: 7, stride: 2, size: [14, 16] },
  { channels: 3, outputs: 64, kernel: 7, stride: 2, size: [20, 18] },
  { channels: 32, outputs: 32, kernel: 3, stride: 1, size: [9, 8], depthwise: true },
  { channels: 24, outputs: 24, kernel: 5, stride: 1, size: [7, 7], depthwise: true },
  { channels: 144, outputs: 144, kernel: 3, stride: 2, size: [10, 10], depthwise: true },
  { channels: 24, outputs: 24, kernel: 5, stride: 2, size: [13, 12], depthwise: true },
  { channels: 16, outputs: 16, kernel: 3, stride: 2, size: [7, 7], depthwise: true },
  { channels: 16, outputs: 16, kernel: 3, stride: 2, size: [2, 2], depthwise: true },
]

function attributesOf({ kernel, stride, depthwise, channels }: Case): Attributes {
  const pad = (kernel - 1) / 2
  return {
    kernel_shape: ints([kernel, kernel]),
    strides: ints([stride, stride]),
    dilations: ints([1, 1]),
    pads: ints([pad, pad, pad, pad]),
    group: int(depthwise ? channels : 1),
  }
}

describe('the blocked lowering agrees with the portable one', () => {
  for (const one of cases) {
    const { channels, outputs, kernel, stride, size, depthwise } = one
    const kind = depthwise ? 'depthwise' : 'dense'
    it(`on a ${kind} ${kernel}x${kernel} convolution ${channels} to ${outputs}, stride ${stride}, ${size.join('x')}`, async () => {
      await compare((builder) => {
        const x = image(builder, 'x', 3, channels, ...size)
        const w = image(builder, 'w', outputs, depthwise ? 1 : channels, kernel, kernel)
        const attributes = attributesOf(one)
        const y = builder.op('Conv', [x, w], attributes)
        const dy = builder.op('Mul', [y, builder.scalar(0.5)])
        const dx = builder.op(
          'ConvInputGradient',
          [y, w],
          { ...attributes, input_shape: ints(builder.shapeOf(x)) },
          internalDomain,
        )
        const dw = builder.op('ConvWeightGradient', [x, y], attributes, internalDomain)
        return [dy, dx, dw]
      })
    })
  }

  for (const channels of [32, 24]) {
    it(`on batch normalisation, SiLU and their gradients over ${channels} channels`, async () => {
      await compare((builder) => {
        const w = image(builder, 'w', channels, 16, 1, 1)
        const x = builder.op('Conv', [image(builder, 'x', 3, 16, 5, 7), w])
        const [scale, bias] = [image(builder, 'scale', channels), image(builder, 'bias', channels)] as const
        const attributes = { epsilon: float(1e-3) }
        const norm = builder.node('BatchNormTraining', [x, scale, bias], {
          domain: internalDomain,
          attributes,
          count: 3,
        })
        const [z, mean, variance] = norm as [string, string, string]
        const y = builder.op('Silu', [z], {}, internalDomain)
        const dz = builder.op('SiluGradient', [z, y, y], {}, internalDomain)
        const back = builder.node('BatchNormGradient', [x, scale, mean, variance, dz], {
          domain: internalDomain,
          attributes,
          count: 3,
        })
        const dw = builder.op(
          'ConvWeightGradient',
          ['x', back[0] as string],
          attributesOf({ ...(cases[0] as Case) }),
          internalDomain,
        )
        return [y, mean, variance, ...back, dw]
      })
    })

    it(`on batch normalisation by running statistics and its gradient over ${channels} channels`, async () => {
      await compare((builder) => {
        const w = image(builder, 'w', channels, 16, 1, 1)
        const x = builder.op('Conv', [image(builder, 'x', 3, 16, 5, 7), w])
        const vector = (name: string) => image(builder, name, channels)
        const [scale, bias, mean] = [vector('scale'), vector('bias'), vector('mean')] as const
        const variance = builder.op('Exp', [vector('logarithm')])
        const attributes = { epsilon: float(1e-3) }
        const z = builder.op('BatchNormalization', [x, scale, bias, mean, variance], attributes)
        const y = builder.op('Silu', [z], {}, internalDomain)
        const back = builder.node('AffineNormGradient', [x, scale, mean, variance, y], {
          domain: internalDomain,
          attributes,
          count: 3,
        })
        const dw = builder.op(
          'ConvWeightGradient',
          ['x', back[0] as string],
          attributesOf({ ...(cases[0] as Case) }),
          internalDomain,
        )
        return [y, ...back, dw]
      })
    })

    it(`on squeeze-excitation, skip connections and their gradients over ${channels} channels`, async () => {
      await compare((builder) => {
        const x = builder.op('Conv', [image(builder, 'x', 3, 16, 5, 7), image(builder, 'w', channels, 16, 1, 1)])
        const pooled = builder.op('GlobalAveragePool', [x])
        const scaled = builder.op('Mul', [x, builder.op('Sigmoid', [pooled])])
        const dot = builder.op('ChannelDot', [scaled, x], {}, internalDomain)
        const spread = builder.op('Expand', [dot, builder.integers(3, channels, 5, 7)])
        const sum = builder.op('Add', [scaled, spread])
        const twice = builder.op('Add', [builder.op('Mul', [sum, pooled]), x])
        const spreadAlone = builder.op('Mul', [builder.op('Add', [x, spread]), builder.scalar(2)])
        return [builder.op('Relu', [scaled]), dot, sum, twice, spreadAlone]
      })
    })
  }

  it('on rectified images, skip connections among them, and their gradients', async () => {
    await compare((builder) => {
      const x = builder.op('Conv', [image(builder, 'x', 3, 16, 5, 7), image(builder, 'w', 24, 16, 1, 1)])
      const scaled = builder.op('Mul', [x, image(builder, 'factor', 3, 24, 1, 1)])
      const y = builder.op('Relu', [builder.op('Add', [scaled, x])])
      const z = builder.op('Relu', [x])
      const dy = builder.op('ReluGradient', [y, x], {}, internalDomain)
      const dz = builder.op('ReluGradient', [z, y], {}, internalDomain)
      const both = builder.op('Add', [builder.op('Add', [dy, scaled]), dz])
      return [y, z, dy, dz, both]
    })
  })

  it('on images side by side, their batch normalisation, and the images cut apart again', async () => {
    await compare((builder) => {
      const x = image(builder, 'x', 3, 16, 5, 7)
      const y = builder.op('Conv', [x, image(builder, 'w', 32, 16, 1, 1)])
      const z = builder.op('Conv', [y, image(builder, 'v', 16, 32, 1, 1)])
      const first = builder.op('Concat', [y, z], { axis: int(1) })
      const both = builder.op('Concat', [first, builder.op('Relu', [z])], { axis: int(1) })
      const vectors = [image(builder, 'scale', 64), image(builder, 'bias', 64)]
      const norm = builder.node('BatchNormTraining', [both, ...vectors], { domain: internalDomain, count: 3 })
      const [sizes, attributes] = [builder.integers(16, 48), { axis: int(1) }]
      const parts = builder.node('Split', [norm[0] as string, sizes], { attributes, count: 2 })
      return [first, both, ...norm, ...parts]
    })
  })

  it('on the variance of an image whose mean is a thousand times its deviation, which is guessed from the image before', async () => {
    const builder = new GraphBuilder('offset')
    const x = builder.op('Add', [image(builder, 'x', 4, 16, 20, 20), builder.scalar(1000)])
    const identity = new Float32Array(256)
    for (let i = 0; i < 16; i++) identity[17 * i] = 1
    const w = builder.constant({ type: 'float32', shape: [16, 16, 1, 1], data: identity }, 'w')
    const vector = (value: number) =>
      builder.constant({ type: 'float32', shape: [16], data: new Float32Array(16).fill(value) })
    const [, mean, variance] = builder.node('BatchNormTraining', [builder.op('Conv', [x, w]), vector(1), vector(0)], {
      domain: internalDomain,
      count: 3,
    }) as [string, string, string]
    builder.output(mean)
    builder.output(variance)
    const graph = builder.build()
    const [actual, expected] = [await run(lowerBlocked(graph, runtime.block)), await run(lowerPortable(graph))]
    expect(relativeError(floatEntry(actual, mean).data, floatEntry(expected, mean).data)).toBeLessThan(1e-6)
    expect(relativeError(floatEntry(actual, variance).data, floatEntry(expected, variance).data)).toBeLessThan(1e-3)
  })
})
