import { describe, expect, it } from 'vitest'
import { summarise } from '../summary.ts'
import { elementCount } from '../tensor.ts'
import { architectures, buildNetwork, describeArchitecture, findArchitecture } from './registry.ts'

/** Parameters of torchvision 0.14 with 1000 classes, and multiply-adds of its graphs in thousands of millions. */
const published = [
  ['efficientnet-b0', 224, 5_288_548, 0.386],
  ['efficientnet-b1', 240, 7_794_184, 0.687],
  ['efficientnet-b2', 260, 9_109_994, 0.994],
  ['efficientnet-b3', 300, 12_233_232, 1.827],
  ['efficientnet-b4', 380, 19_341_616, 4.394],
  ['efficientnet-b5', 456, 30_389_784, 10.266],
  ['efficientnet-b6', 528, 43_040_704, 19.068],
  ['efficientnet-b7', 600, 66_347_960, 37.746],
  ['resnet-50', 224, 25_557_032, 4.089],
  ['resnext-50-32x4d', 224, 25_028_904, 4.23],
  ['resnext-101-32x8d', 224, 88_791_336, 16.414],
  ['densenet-201', 224, 20_013_928, 4.291],
] as const

describe('the registry of architectures', () => {
  for (const [name, size, parameters, multiplyAdds] of published) {
    it(`builds ${name} with torchvision's parameters and cost`, () => {
      const summary = summarise(buildNetwork({ architecture: name, classes: 1000 }))
      expect(summary.inputSize).toBe(size)
      expect(summary.parameters).toBe(parameters)
      expect(Math.abs(summary.multiplyAdds / 1e9 / multiplyAdds - 1)).toBeLessThan(0.01)
    })
  }

  it('names every parameter once', () => {
    const { parameters } = buildNetwork({ architecture: 'efficientnet-b5', classes: 5 })
    expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length)
    expect(parameters.map(({ name }) => name)).toContain('features.1.0.block.1.fc1.weight')
  })

  for (const architecture of ['efficientnet-b0', 'resnet-50', 'resnext-50-32x4d', 'densenet-201']) {
    it(`doubles the cost of ${architecture} with every step of the compound coefficient`, () => {
      const scaled = (phi: number) => buildNetwork({ architecture, classes: 5, phi })
      const cost = (phi: number) => summarise(scaled(phi)).multiplyAdds
      expect(scaled(2).size).toBe(296)
      for (const phi of [1, 2, 3]) {
        expect(cost(phi) / cost(0)).toBeGreaterThan(0.75 * 2 ** phi)
        expect(cost(phi) / cost(0)).toBeLessThan(1.45 * 2 ** phi)
      }
    })
  }

  it('refuses to scale a network to nothing or beyond measure', () => {
    for (const phi of [-20, 40, Number.NaN])
      expect(() => buildNetwork({ architecture: 'resnet-50', classes: 5, phi })).toThrow('compound coefficient')
  })

  it('has the larger classifier over mean and maximum, all but convolutions left to train', () => {
    const { parameters } = buildNetwork({ architecture: 'densenet-201', classes: 5, classifier: 'concatenated-pool' })
    const count = (some: typeof parameters) => some.reduce((sum, { shape }) => sum + elementCount(shape), 0)
    const trainable = parameters.filter(({ role }) => role === 'trainable')
    expect(count(trainable)).toBe(20_070_789)
    expect(count(trainable.filter(({ shape }) => shape.length === 4))).toBe(17_863_872)
    expect(trainable.filter(({ group }) => group === 'head').map(({ name }) => name)).toEqual(
      ['norm1', 'linear1', 'norm2', 'linear2'].flatMap((layer) => [`head.${layer}.weight`, `head.${layer}.bias`]),
    )
  })

  it('has as many logits as the head wants', () => {
    const outputs = (head: 'softmax' | 'ordinal' | 'regression') =>
      buildNetwork({ architecture: 'resnet-50', classes: 5, head }).graph.outputs[0]?.shape
    expect([outputs('softmax'), outputs('ordinal'), outputs('regression')]).toEqual([
      ['n', 5],
      ['n', 4],
      ['n', 1],
    ])
  })

  it('starts as torchvision does', () => {
    const start = (architecture: string, name: string) =>
      buildNetwork({ architecture, classes: 1000 }).parameters.find((one) => one.name === name)?.initial
    const normal = (fan: number) => ({ kind: 'normal', deviation: Math.sqrt(2 / fan) })
    // Fans as PyTorch counts them, channels times the kernel's places: groups do not lessen the fan-out.
    expect(start('efficientnet-b0', 'features.1.0.block.0.0.weight')).toEqual(normal(32 * 9))
    expect(start('resnext-50-32x4d', 'layer1.0.conv2.weight')).toEqual(normal(128 * 9))
    expect(start('densenet-201', 'features.denseblock1.denselayer1.conv2.weight')).toEqual(normal(128 * 9))
    expect(start('densenet-201', 'features.conv0.weight')).toEqual(normal(3 * 49))
    const uniform = (bound: number) => ({ kind: 'uniform', bound })
    expect(start('resnet-50', 'fc.weight')).toEqual(uniform(1 / Math.sqrt(2048)))
    expect(start('resnet-50', 'fc.bias')).toEqual(uniform(1 / Math.sqrt(2048)))
    expect(start('densenet-201', 'classifier.weight')).toEqual(uniform(1 / Math.sqrt(1920)))
    expect(start('densenet-201', 'classifier.bias')).toEqual({ kind: 'zeros' })
    expect(start('efficientnet-b0', 'classifier.1.weight')).toEqual(uniform(1 / Math.sqrt(1000)))
  })

  it('describes each network in a line', () => {
    expect(architectures.map(describeArchitecture)[0]).toEqual({
      name: 'efficientnet-b0',
      inputSize: 224,
      parameters: 4_013_953,
    })
  })

  it('names the known ones when asked for another', () => {
    expect(() => findArchitecture('efficientnet-b8')).toThrow(/efficientnet-b0.*efficientnet-b7/)
  })

  it('refuses sizes, classes and shares that make no sense', () => {
    const options = { architecture: 'efficientnet-b0', classes: 5 }
    expect(() => buildNetwork({ ...options, size: 16 })).toThrow('at least 32')
    expect(() => buildNetwork({ ...options, classes: 0 })).toThrow('no classifier')
    expect(() => buildNetwork({ ...options, classes: 1, head: 'ordinal' })).toThrow('no classifier')
    expect(() => buildNetwork({ ...options, dropout: 1 })).toThrow('0 … 1')
  })
})
