import { expect, it } from 'vitest'
import { pointing } from './pointing.ts'

const crop = { x: 100, y: -20, side: 400 }
/** One hot cell of 8 x 8, each of 50 px: from 250, 80 to 300, 130 of the photograph. */
const map = { width: 8, height: 8, values: Float32Array.from({ length: 64 }, (_, cell) => Number(cell === 2 * 8 + 3)) }

it('a maximum on a lesion or near enough to one is a hit', () => {
  expect(pointing(map, crop, [{ x: 275, y: 105, radius: 10 }], 0).hit).toBe(true)
  expect(pointing(map, crop, [{ x: 275, y: 130, radius: 10 }], 0).hit).toBe(false)
  expect(pointing(map, crop, [{ x: 275, y: 130, radius: 10 }], 0.05).hit).toBe(true)
  const several = [
    { x: 400, y: 300, radius: 20 },
    { x: 275, y: 105, radius: 10 },
  ]
  expect(pointing(map, crop, several, 0).hit).toBe(true)
})

it('overlap is whole where the highest places are the lesion, and nothing elsewhere', () => {
  expect(pointing(map, crop, [{ x: 275, y: 105, radius: 20 }], 0).overlap).toBeGreaterThan(0.9)
  expect(pointing(map, crop, [{ x: 450, y: 300, radius: 20 }], 0).overlap).toBe(0)
  // Half of it lies where the map is high; a third of both together.
  const half = pointing(map, crop, [{ x: 275 + 16, y: 105, radius: 20 }], 0).overlap
  expect(half).toBeGreaterThan(0.2)
  expect(half).toBeLessThan(0.5)
})

it('chance is the share of the retina that would be a hit', () => {
  const { chance } = pointing(map, crop, [{ x: 300, y: 180, radius: 40 }], 0.1)
  // A disc of 80 px in one of 200 px.
  expect(chance).toBeCloseTo(0.16, 2)
})
