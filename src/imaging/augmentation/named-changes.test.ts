import { expect, it } from 'vitest'
import { namedChanges } from '#shared/augmentation.ts'
import { makePhotograph } from '../made/photograph.ts'
import { denormalise, normalise } from '../normalise.ts'
import { augmentInto } from './apply.ts'
import { namedChange } from './named-changes.ts'

const size = 64
const { data: pixels } = makePhotograph({ seed: 'changed', size, grade: 3 })

function under(name: (typeof namedChanges)[number]): Uint8Array {
  const image = new Float32Array(3 * size * size)
  augmentInto(pixels, size, namedChange(name), image)
  return denormalise(image, size)
}

it('leaves the photograph as it is under the first, and no two others alike', () => {
  expect(denormalise(normalise(pixels, size), size)).toEqual(pixels)
  expect(under('as-it-is')).toEqual(pixels)
  expect(new Set(namedChanges.map((name) => Buffer.from(under(name)).toString('base64'))).size).toBe(
    namedChanges.length,
  )
})

it('changes the light by what its name says', () => {
  const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  expect(mean(under('brighter'))).toBeGreaterThan(1.1 * mean(pixels))
  expect(mean(under('darker')) / mean(pixels)).toBeCloseTo(0.8, 1)
})

it('is the same each time, noise and all', () => {
  for (const name of ['gaussian-noise', 'salt-and-pepper'] as const) expect(under(name)).toEqual(under(name))
})
