import { describe, expect, it } from 'vitest'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { floatEntry } from '#nn/tensor.ts'
import { Random } from './counted-random.ts'

describe('seeded numbers', () => {
  it('are the same for the same seed and stream, and others for others', () => {
    const first = (seed: number, ...streams: number[]) => new Random(seed, ...streams).integer()
    expect(first(1, 2)).toBe(first(1, 2))
    expect(new Set([first(1), first(2), first(1, 0), first(1, 1), first(1, 0, 0), first(1, 0, 1)]).size).toBe(6)
  })

  it('have the mean and deviation they should', () => {
    const random = new Random(5)
    const values = Array.from({ length: 40_000 }, () => random.normal())
    const mean = values.reduce((a, b) => a + b) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.02)
    expect(variance).toBeCloseTo(1, 1)
    const share = Array.from({ length: 40_000 }, () => random.uniform()).filter((value) => value < 0.2).length / 40_000
    expect(share).toBeCloseTo(0.2, 1)
  })

  it('start a network as Kaiming has it', () => {
    const network = buildNetwork({ architecture: 'efficientnet-b0', classes: 5, size: 32 })
    const parameters = initialParameters(network, 3)
    const stem = floatEntry(parameters, 'features.0.0.weight').data
    const deviation = Math.sqrt(stem.reduce((sum, value) => sum + value * value, 0) / stem.length)
    expect(deviation / Math.sqrt(2 / (32 * 9))).toBeCloseTo(1, 1)
    expect(floatEntry(parameters, 'features.0.1.running_var').data.every((value) => value === 1)).toBe(true)
    expect(initialParameters(network, 3)).toEqual(parameters)
  })
})
