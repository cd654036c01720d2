import { expect, it } from 'vitest'
import { TimeLeft } from './time-left.ts'

it('knows the time left once a step has been taken, from the mean of those taken', () => {
  let now = 0
  const left = new TimeLeft(4, () => now)
  expect(left.seconds()).toBeNull()
  now = 1000
  left.step()
  expect(left.seconds()).toBe(3)
  now = 4000
  left.step()
  expect(left.seconds()).toBe(4)
  left.step()
  left.step()
  left.step()
  expect(left.seconds()).toBe(0)
})

it('does not wait for steps that are left out', () => {
  let now = 0
  const left = new TimeLeft(10, () => now)
  now = 1000
  left.step()
  left.skip(6)
  expect(left.seconds()).toBe(3)
})
