import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { buildNetwork } from '../architectures/registry.ts'
import { initialParameters } from '../parameters.ts'
import { float32, integers, type Tensor, type TensorMap, zeros } from '../tensor.ts'
import { loadWeights } from './load.ts'
import { networkName } from './names/network-name.ts'
import { isTensorflowStyle } from './tensorflow-style.ts'

const network = (classes: number, architecture = 'efficientnet-b0') => buildNetwork({ architecture, classes, size: 32 })
const weights = initialParameters(network(5), 7)
const start = (classes: number) => initialParameters(network(classes), 1)

/** Weights of B0 as timm writes them, made from torchvision's by undoing timm's order of layers. */
function asTimm(name: string): string {
  const block = /^features\.(\d)\.(\d+)\.block\.(\d\.(?:0|1|fc1|fc2))\.(\w+)$/.exec(name)
  if (block) {
    const [, stage, place, layer = '', parameter] = block
    const layers =
      stage === '1'
        ? { '0.0': 'conv_dw', '0.1': 'bn1', '1.fc1': 'se.conv_reduce', '1.fc2': 'se.conv_expand', '2.0': 'conv_pw' }
        : { '0.0': 'conv_pw', '0.1': 'bn1', '1.0': 'conv_dw', '1.1': 'bn2', '2.fc1': 'se.conv_reduce' }
    const more = stage === '1' ? { '2.1': 'bn2' } : { '2.fc2': 'se.conv_expand', '3.0': 'conv_pwl', '3.1': 'bn3' }
    return `blocks.${Number(stage) - 1}.${place}.${{ ...layers, ...more }[layer as '0.0']}.${parameter}`
  }
  const outer = {
    'features.0.0': 'conv_stem',
    'features.0.1': 'bn1',
    'features.8.0': 'conv_head',
    'features.8.1': 'bn2',
  }
  for (const [own, timm] of Object.entries({ ...outer, 'classifier.1': 'classifier' })) {
    if (name.startsWith(`${own}.`)) return name.replace(own, timm)
  }
  throw new Error(`No name for ${name}.`)
}

describe('weights of a file', () => {
  it("fill a network under torchvision's names", () => {
    const loaded = loadWeights(network(5), 'efficientnet', weights, start(5))
    expect(loaded.parameters).toEqual(weights)
    expect(loaded.matched).toHaveLength(weights.size)
    expect([loaded.missing, loaded.unexpected, loaded.otherShape]).toEqual([[], [], []])
  })

  it("fill it under timm's names, whose counters of batches mean nothing", () => {
    const timm: TensorMap = new Map([...weights].map(([name, tensor]) => [asTimm(name), tensor]))
    expect(timm.has('blocks.1.0.se.conv_reduce.bias')).toBe(true)
    expect(timm.has('blocks.0.0.conv_pw.weight')).toBe(true)
    timm.set('blocks.0.0.bn1.num_batches_tracked', integers([3]))
    timm.set('head_drop.scale', float32([1], [1]))
    const loaded = loadWeights(network(5), 'efficientnet', timm, start(5))
    expect(loaded.parameters).toEqual(weights)
    expect(loaded.missing).toEqual([])
    expect(loaded.unexpected).toEqual(['head_drop.scale'])
  })

  it('keep the rest of the network where the classifier is of another width, and say so', () => {
    const initial = start(3)
    const loaded = loadWeights(network(3), 'efficientnet', weights, initial)
    const classifier = ['classifier.1.weight', 'classifier.1.bias']
    expect(loaded.missing).toEqual(classifier)
    expect(loaded.otherShape).toEqual([
      { name: classifier[0], file: [5, 1280], network: [3, 1280] },
      { name: classifier[1], file: [5], network: [3] },
    ])
    expect(loaded.parameters.get('features.4.1.block.1.0.weight')).toBe(weights.get('features.4.1.block.1.0.weight'))
    for (const name of classifier) expect(loaded.parameters.get(name)).toBe(initial.get(name))
  })

  it('in double precision become float32', () => {
    const doubled: TensorMap = new Map(
      [...weights].map(([name, { shape, data }]): [string, Tensor] => [
        name,
        { type: 'float64', shape, data: Float64Array.from(data as Float32Array) },
      ]),
    )
    expect(loadWeights(network(5), 'efficientnet', doubled, start(5)).parameters).toEqual(weights)
  })

  it('of another network or of whole numbers are refused', () => {
    const refused = (architecture: string, file: TensorMap) => () => {
      const other = network(5, architecture)
      return loadWeights(other, 'efficientnet', file, initialParameters(other, 1))
    }
    expect(refused('efficientnet-b3', weights)).toThrow(/not those of efficientnet-b3: features.0.0.weight has/)
    expect(refused('efficientnet-b0', new Map([...weights].slice(0, 9)))).toThrow(/9 of its \d+ parameters/)
    const whole = new Map(weights).set('features.0.1.bias', { type: 'int32', shape: [32], data: new Int32Array(32) })
    expect(refused('efficientnet-b0', whole)).toThrow(AppError)
    expect(refused('efficientnet-b0', whole)).toThrow(/features.0.1.bias are of type int32/)
  })
})

describe('names of weights', () => {
  it.each([
    ['resnet', 'layer1.0.downsample.1.running_var', 'layer1.0.downsample.1.running_var'],
    ['resnet', 'fc.weight', 'fc.weight'],
    ['densenet', 'features.denseblock2.denselayer11.norm.1.weight', 'features.denseblock2.denselayer11.norm1.weight'],
    ['densenet', 'features.denseblock2.denselayer11.conv2.weight', 'features.denseblock2.denselayer11.conv2.weight'],
    ['densenet', 'features.transition1.norm.bias', 'features.transition1.norm.bias'],
    ['efficientnet', 'blocks.6.0.unknown.weight', 'blocks.6.0.unknown.weight'],
    ['efficientnet', 'bn2.running_mean', 'features.8.1.running_mean'],
  ])('of %s: %s is %s', (family, written, own) => {
    expect(networkName(family, written)).toBe(own)
  })
})

describe('weights that others put into a module of their own', () => {
  const prefixed = (prefix: string) => new Map([...weights].map(([name, tensor]) => [`${prefix}${name}`, tensor]))
  const timm = new Map([...weights].map(([name, tensor]) => [asTimm(name), tensor]))
  const load = (file: ReadonlyMap<string, Tensor>) => loadWeights(network(5), 'efficientnet', file, start(5))

  it.each([
    'model.',
    'backbone.',
    'module.',
    'ema.module.',
    '_orig_mod.',
    'state_dict.model.',
    'model._orig_mod.backbone.',
    'net.encoder.0.',
  ])('are found behind %s', (prefix) => {
    const loaded = load(prefixed(prefix))
    expect(loaded).toMatchObject({ missing: [], unexpected: [], otherPrefixes: [], classifierName: '' })
    expect(loaded.parameters).toEqual(weights)
    expect(loaded.origin.get('features.0.0.weight')).toBe(`${prefix}features.0.0.weight`)
  })

  it('are found behind one under the names of timm, too', () => {
    const file = new Map([...timm].map(([name, tensor]) => [`model.${name}`, tensor]))
    expect(load(file)).toMatchObject({ missing: [], unexpected: [], prefix: 'model.' })
  })

  it('are taken once where a file has them twice, which is said', () => {
    const loaded = load(new Map([...prefixed('model_ema.'), ...prefixed('model.')]))
    expect(loaded).toMatchObject({ prefix: 'model.', otherPrefixes: ['model_ema.'], missing: [] })
    expect(loaded.unexpected).toHaveLength(weights.size)
  })

  const body = new Map([...prefixed('backbone.')].filter(([name]) => !name.includes('classifier')))
  const linear = (name: string, outputs: number, inputs = 1280): [string, Tensor][] => [
    [`${name}.weight`, float32(new Float32Array(outputs * inputs).fill(0.5), [outputs, inputs])],
    [`${name}.bias`, float32(new Float32Array(outputs), [outputs])],
  ]

  it.each(['head.fc', 'fc', 'classifier', 'head.1', 'model.last_linear'])(
    'with their classifier beside them: %s',
    (name) => {
      const loaded = load(new Map([...body, ...linear(name, 5)]))
      expect(loaded).toMatchObject({ missing: [], unexpected: [], prefix: 'backbone.' })
      expect(loaded.parameters.get('classifier.1.weight')?.data[0]).toBe(0.5)
    },
  )

  it('with a convolution for a classifier, which does the same', () => {
    const [[, weight], bias] = linear('head', 5) as [[string, Tensor], [string, Tensor]]
    const loaded = load(new Map([...body, ['head.weight', { ...weight, shape: [5, 1280, 1, 1] } as Tensor], bias]))
    expect(loaded).toMatchObject({ missing: [], classifierName: 'head' })
  })

  it.each<[string, [string, Tensor][]]>([
    ['of more layers', [...linear('head.0', 64), ...linear('head.3', 5, 64)]],
    ['behind a normalisation', [...linear('head.fc', 5), ['neck.weight', float32(new Float32Array(1280), [1280])]]],
    ['of which there are two', [...linear('left', 5), ...linear('right', 5)]],
    ['without a bias', linear('head.fc', 5).slice(0, 1)],
  ])('are taken without a classifier %s', (_, head) => {
    const loaded = load(new Map([...body, ...head]))
    expect(loaded.missing).toEqual(['classifier.1.weight', 'classifier.1.bias'])
    expect(loaded.unexpected).toEqual(head.map(([name]) => name))
  })

  it('for another width under another name are another shape', () => {
    const loaded = load(new Map([...body, ...linear('head.fc', 1000)]))
    expect(loaded.otherShape[0]).toEqual({ name: 'classifier.1.weight', file: [1000, 1280], network: [5, 1280] })
  })

  it('under names that nobody knows are shown beside what is expected', () => {
    const unknown = new Map([...weights].map(([name, tensor]) => [name.replace('features', 'encoder'), tensor]))
    expect(() => load(unknown)).toThrow(
      /has names such as encoder\.0\.0\.weight, .*Expected are torchvision’s such as features\.0\.0\.weight, .*timm’s.*efficientnet_pytorch’s/,
    )
  })
})

/** Weights of a network as efficientnet_pytorch writes them: its blocks are counted through. */
function asEfficientNetPyTorch(architecture: string): TensorMap {
  const { parameters } = network(5, architecture)
  const blocks = [...new Set(parameters.flatMap(({ name }) => /^features\.[1-7]\.\d+/.exec(name)?.[0] ?? []))]
  const inside = (first: boolean): Record<string, string> =>
    first
      ? {
          '0.0': '_depthwise_conv',
          '0.1': '_bn1',
          '1.fc1': '_se_reduce',
          '1.fc2': '_se_expand',
          '2.0': '_project_conv',
          '2.1': '_bn2',
        }
      : {
          ...{ '0.0': '_expand_conv', '0.1': '_bn0', '1.0': '_depthwise_conv', '1.1': '_bn1', '2.fc1': '_se_reduce' },
          ...{ '2.fc2': '_se_expand', '3.0': '_project_conv', '3.1': '_bn2' },
        }
  const outer: Record<string, string> = {
    ...{ 'features.0.0': '_conv_stem', 'features.0.1': '_bn0', 'features.8.0': '_conv_head', 'features.8.1': '_bn1' },
    'classifier.1': '_fc',
  }
  return new Map(
    parameters.map(({ name, shape }, place) => {
      const [, block = '', layer = '', parameter] = /^(?:(features\.\d\.\d+)\.block\.)?(.+)\.(\w+)$/.exec(name) ?? []
      const module =
        block === ''
          ? outer[layer]
          : `_blocks.${blocks.indexOf(block)}.${inside(block.startsWith('features.1.'))[layer]}`
      return [`${module}.${parameter}`, float32(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(place), shape)]
    }),
  )
}

it.each(['efficientnet-b0', 'efficientnet-b1', 'efficientnet-b3'])(
  '%s is read under the names of efficientnet_pytorch',
  (architecture) => {
    const file = asEfficientNetPyTorch(architecture)
    expect([...file.keys()]).toContain('_blocks.1._depthwise_conv.weight')
    const own = network(5, architecture)
    const empty: TensorMap = new Map(own.parameters.map(({ name, shape }) => [name, zeros(shape)]))
    const loaded = loadWeights(own, 'efficientnet', file, empty)
    expect(loaded).toMatchObject({ missing: [], unexpected: [], otherShape: [] })
    for (const [place, { name }] of own.parameters.entries())
      expect(loaded.parameters.get(name)?.data[0], name).toBe(place)
    expect(isTensorflowStyle('weights.safetensors', new Map(), file.keys())).toBe('yes')
  },
)
