import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { buildNetwork } from '../architectures/registry.ts'
import { initialParameters } from '../parameters.ts'
import { float32, integers, type Tensor, type TensorMap } from '../tensor.ts'
import { loadWeights } from './load.ts'
import { networkName } from './names/network-name.ts'

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
    ['resnet', 'module.fc.weight', 'fc.weight'],
    ['densenet', 'features.denseblock2.denselayer11.norm.1.weight', 'features.denseblock2.denselayer11.norm1.weight'],
    ['densenet', 'features.denseblock2.denselayer11.conv2.weight', 'features.denseblock2.denselayer11.conv2.weight'],
    ['densenet', 'features.transition1.norm.bias', 'features.transition1.norm.bias'],
    ['efficientnet', 'blocks.6.0.unknown.weight', 'blocks.6.0.unknown.weight'],
    ['efficientnet', 'bn2.running_mean', 'features.8.1.running_mean'],
  ])('of %s: %s is %s', (family, written, own) => {
    expect(networkName(family, written)).toBe(own)
  })
})
