import { beforeAll, describe, expect, it } from 'vitest'
import { buildNetwork } from './architectures/registry.ts'
import { GraphBuilder } from './graph/builder.ts'
import { copyInto } from './graph/copy.ts'
import { int, ints } from './graph/types.ts'
import { inferenceModel } from './inference.ts'
import { encodeModel } from './model-file.ts'
import { writeOnnx } from './onnx/writer.ts'
import { initialParameters } from './parameters.ts'
import { openOnnxRuntime } from './runtimes/onnxruntime.ts'
import type { Runtime } from './runtimes/types.ts'
import { type Explanation, type LayerView, openExplainer } from './saliency-graph.ts'
import { saliencyLayers } from './saliency-layers.ts'
import { float32 } from './tensor.ts'
import { randomTensor } from './testing/random-tensors.ts'
import { smallNetwork } from './testing/small-network.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

/** As another program might write it: two 1x1 convolutions, Relu, mean over places, a linear layer. */
function foreignModel(opset: number): Uint8Array {
  const builder = new GraphBuilder('foreign', opset)
  const x = builder.input('input.1', { type: 'float32', shape: [1, 3, 2, 2] }, ['batch', 3, 2, 2])
  const first = builder.constant(float32([1, 0, 0, 0, 1, 0], [2, 3, 1, 1]), 'first')
  const second = builder.constant(float32([2, 0, 0, -1], [2, 2, 1, 1]), 'second')
  const linear = builder.constant(float32([1, 4, 3, -8], [2, 2]), 'linear')
  const [a] = builder.node('Relu', [builder.op('Conv', [x, first], { kernel_shape: ints([1, 1]) })], { outputs: ['a'] })
  const [b] = builder.node('Relu', [builder.op('Conv', [a as string, second], { kernel_shape: ints([1, 1]) })], {
    outputs: ['b'],
  })
  const pooled =
    opset >= 18
      ? builder.op('ReduceMean', [b as string, builder.integers(2, 3)], { keepdims: int(0) })
      : builder.op('ReduceMean', [b as string], { axes: ints([2, 3]), keepdims: int(0) })
  builder.output(builder.op('Gemm', [pooled, linear], { transB: int(1) }), ['batch', 2])
  return writeOnnx({ graph: builder.build(), metadata: new Map() })
}

/** Of the only layer looked at. */
const seen = ({ views: [view] }: Explanation): LayerView => view as LayerView

describe('explaining a model', () => {
  // Channels of the photograph: red 1 2 3 4, green -1 -2 3 0, blue 0.
  const image = Float32Array.of(1, 2, 3, 4, -1, -2, 3, 0, 0, 0, 0, 0)

  for (const opset of [13, 17, 20]) {
    it(`of a foreign file, opset ${opset}, gives activations and gradients as worked out by hand`, async () => {
      const explainer = await openExplainer(runtime, foreignModel(opset))
      expect(explainer.layers.map(({ name }) => name)).toEqual(['a', 'b'])
      expect(explainer.chosen).toEqual([{ name: 'b', value: 'b', channels: 2, height: 2, width: 2 }])
      const explained = await explainer.explain(image, Float32Array.of(1, 0))
      const { activations, gradients } = seen(explained)
      await explainer.close()
      // b = relu(2·red), relu(-green⁺): the second is nowhere positive.
      expect([...activations]).toEqual([2, 4, 6, 8, 0, 0, 0, 0])
      expect([...explained.logits]).toEqual([5, 15])
      expect(explained.evidence).toBe(5)
      // d logit0 / db = weight / 4 places.
      expect([...gradients]).toEqual([0.25, 0.25, 0.25, 0.25, 1, 1, 1, 1])
    })
  }

  it('by an earlier layer, and by one class against another', async () => {
    const explainer = await openExplainer(runtime, foreignModel(17), { by: ['a'] })
    const { activations, gradients } = seen(await explainer.explain(image, Float32Array.of(-1, 1)))
    await explainer.close()
    expect([...activations]).toEqual([1, 2, 3, 4, 0, 0, 3, 0])
    // (3-1)·2/4 through the first channel; the second's Relu lets nothing through.
    expect([...gradients]).toEqual([1, 1, 1, 1, 0, 0, 0, 0])
  })

  it('by several layers at once gives what each gives alone', async () => {
    const all = await openExplainer(runtime, foreignModel(17), { by: ['b', 'a'] })
    const { views } = await all.explain(image, Float32Array.of(1, 0))
    await all.close()
    expect(views.map(({ name }) => name)).toEqual(['b', 'a'])
    for (const view of views) {
      const one = await openExplainer(runtime, foreignModel(17), { by: [view.name] })
      expect(seen(await one.explain(image, Float32Array.of(1, 0)))).toEqual(view)
      await one.close()
    }
  })

  it('by the photograph itself, plainly and guided', async () => {
    const gradientsOf = async (guided: boolean, ...weights: number[]) => {
      const explainer = await openExplainer(runtime, foreignModel(17), { by: 'image', guided })
      const { activations, gradients } = seen(await explainer.explain(image, Float32Array.from(weights)))
      await explainer.close()
      expect(activations).toEqual(image)
      // A zero is one, whatever its sign.
      return [...gradients].map((value) => value + 0)
    }
    const ofRed = (value: number) => [...Array(4).fill(value), ...Array(8).fill(0)]
    // By the first channel of b, 1/4 or (1 - 3·3)/4 at every place, times 2; the second lets nothing through.
    expect(await gradientsOf(false, 1, 0)).toEqual(ofRed(0.5))
    expect(await gradientsOf(false, 1, -3)).toEqual(ofRed(-4))
    expect(await gradientsOf(true, 1, 0)).toEqual(ofRed(0.5))
    // All that comes back to the last Relu speaks against, and stops there.
    expect(await gradientsOf(true, 1, -3)).toEqual(ofRed(0))
  })

  it('of the application’s own network looks at its last convolution', async () => {
    const network = smallNetwork({ size: 32 })
    const bytes = encodeModel(inferenceModel(network, initialParameters(network, 1)))
    const explainer = await openExplainer(runtime, bytes)
    expect(explainer.chosen).toMatchObject([{ channels: 24, height: 8, width: 8 }])
    const { gradients, activations } = seen(
      await explainer.explain(randomTensor([1, 3, 32, 32], 1).data, Float32Array.of(0, 1, 0)),
    )
    await explainer.close()
    expect(gradients.length).toBe(24 * 64)
    expect(activations.some((value) => value > 0)).toBe(true)
    // Nothing but pooling lies behind it: one gradient a channel.
    expect(new Set(gradients.subarray(0, 64)).size).toBe(1)
  })

  it('speaks of grades where logits are cumulative', async () => {
    const network = smallNetwork({ size: 32, classes: 2 })
    const bytes = encodeModel(inferenceModel(network, initialParameters(network, 1)), {
      ...{ architecture: 'small', size: 32, mean: [0, 0, 0], deviation: [1, 1, 1] },
      ...{ head: 'ordinal', classes: ['none', 'mild', 'moderate'] },
    })
    const explainer = await openExplainer(runtime, bytes)
    expect(explainer.classes).toBe(3)
    const image = randomTensor([1, 3, 32, 32], 1).data
    const by = async (...weights: number[]) => await explainer.explain(image, Float32Array.from(weights))
    const [none, mild, moderate] = [await by(1, 0, 0), await by(0, 1, 0), await by(0, 0, 1)]
    await explainer.close()
    const [first, second] = [...none.logits].map((logit) => 1 / (1 + Math.exp(-logit))) as [number, number]
    if (first > second) expect(none.probabilities[1]).toBeCloseTo(first - second, 5)
    expect(none.probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5)
    // What speaks for the three grades in turn adds up to nothing: every logit is for one and against another.
    const [forNone, forMild, forModerate] = [none, mild, moderate].map((one) => seen(one).gradients) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ]
    for (const [i, value] of forNone.entries())
      expect(value + (forMild[i] as number) + (forModerate[i] as number)).toBeCloseTo(0, 6)
    expect(forModerate.some((value) => Math.abs(value) > 1e-4)).toBe(true)
  })

  for (const [architecture, channels, kinds, modules] of [
    ['resnet-50', 2048, ['Add', 'Relu'], ['bn1', 'layer4.2.bn3', 'layer4.2']],
    [
      'densenet-201',
      1920,
      ['BatchNormalization', 'Relu'],
      ['features.denseblock1.denselayer2.conv2', 'features.norm5'],
    ],
    ['efficientnet-b0', 1280, ['Sigmoid', 'Mul'], ['features.8.1']],
  ] as const) {
    it(`of ${architecture} looks at the whole last map by default, and calls layers what PyTorch does`, () => {
      const builder = new GraphBuilder('layers')
      copyInto(builder, buildNetwork({ architecture, classes: 5, size: 64 }).graph)
      const layers = saliencyLayers(builder)
      const last = layers.at(-1)
      expect(last).toMatchObject({ channels, height: 2, width: 2 })
      const place = builder.nodes.findIndex(({ outputs }) => outputs[0] === last?.value)
      expect(builder.nodes.slice(place - 1, place + 1).map(({ type }) => type)).toEqual(kinds)
      const names = layers.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
      expect(names).toEqual(expect.arrayContaining([...modules]))
      expect(names.at(-1)).toBe(modules.at(-1))
    })
  }

  it('names its layers where another is asked for', async () => {
    await expect(openExplainer(runtime, foreignModel(17), { by: ['c'] })).rejects.toMatchObject({
      code: 'not_found',
      details: { layers: ['a', 'b'] },
    })
  })
})
