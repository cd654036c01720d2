import { expect, it } from 'vitest'
import { bestEpoch, patienceIsOver } from './early-stop.ts'

it('finds the first of the best epochs, leaving out those before the last stage and those without a kappa', () => {
  expect(bestEpoch([0.1, 0.5, null, 0.5, 0.4], 0)).toBe(1)
  expect(bestEpoch([0.1, 0.5, null, 0.3, 0.4], 2)).toBe(4)
  expect(bestEpoch([0.9, null], 1)).toBeNull()
  expect(bestEpoch([-0.2, -0.1], 0)).toBe(1)
})

it('waits for as many epochs as it is told after the best one', () => {
  const kappas = [0.1, 0.5, 0.5, 0.4]
  expect(patienceIsOver(kappas, 0, 3)).toBe(false)
  expect(patienceIsOver(kappas, 0, 2)).toBe(true)
  expect(patienceIsOver(kappas, 2, 2)).toBe(false)
  expect(patienceIsOver([null, null, null], 0, 1)).toBe(false)
})
