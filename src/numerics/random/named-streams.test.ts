import { describe, expect, it } from 'vitest'
import { createRandom, shuffle } from './named-streams.ts'

describe('random numbers', () => {
  it('depend on every word of the seed and on nothing else', () => {
    const first = (...seed: (string | number)[]) => createRandom(...seed).next()
    expect(first(1, 'a')).toBe(first(1, 'a'))
    expect(new Set([first(1, 'a'), first(2, 'a'), first(1, 'b'), first('1', 'a', 0), first(11, 'a')]).size).toBe(5)
  })

  it('are uniform, normal and whole as asked', () => {
    const random = createRandom('uniform')
    const uniform = Array.from({ length: 20_000 }, () => random.next())
    const mean = uniform.reduce((sum, value) => sum + value, 0) / uniform.length
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01)
    const normal = Array.from({ length: 20_000 }, () => random.gaussian(2))
    const variance = normal.reduce((sum, value) => sum + value * value, 0) / normal.length
    expect(Math.abs(variance - 4)).toBeLessThan(0.2)
    const whole = new Set(Array.from({ length: 500 }, () => random.integer(3, 6)))
    expect([...whole].sort()).toEqual([3, 4, 5, 6])
  })

  it('shuffle every item into place once', () => {
    const items = Array.from({ length: 50 }, (_, index) => index)
    const shuffled = shuffle([...items], createRandom(7))
    expect(shuffled).not.toEqual(items)
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items)
  })
})
