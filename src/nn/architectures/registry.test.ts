import { describe, expect, it } from 'vitest'
import { summarise } from '../summary.ts'
import { architectures, buildNetwork, describeArchitecture, findArchitecture } from './registry.ts'
import { compoundSize } from './scaling.ts'

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

  it('doubles the cost with every step of the compound coefficient', () => {
    const cost = (phi: number) =>
      summarise(buildNetwork({ architecture: 'efficientnet-b0', classes: 5, phi, size: compoundSize(224, phi) }))
        .multiplyAdds
    for (const phi of [1, 2, 3]) {
      expect(cost(phi) / cost(0)).toBeGreaterThan(0.75 * 2 ** phi)
      expect(cost(phi) / cost(0)).toBeLessThan(1.45 * 2 ** phi)
    }
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
    expect(() => buildNetwork({ ...options, dropout: 1 })).toThrow('0 … 1')
  })
})
