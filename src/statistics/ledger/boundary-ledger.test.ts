import { describe, expect, it } from 'vitest'
import { seededUniform } from '../random.ts'
import { boundaryEntry, type LedgerPhotograph } from './boundary-ledger.ts'
import { wilsonInterval } from './wilson.ts'

/** Labels of Mild and Moderate, one in five wrong, more often the more suspicious; the first `read` in the order of suspicion
 *  have been read, and so have all controls, 8 % drawn at random. */
function project(seed: number, read: number) {
  const uniform = seededUniform(seed)
  const all = Array.from({ length: 2000 }, () => {
    const suspicion = uniform()
    const label = uniform() < 0.5 ? (1 as const) : (2 as const)
    const truth = uniform() < 0.4 * suspicion ? (label === 1 ? (2 as const) : (1 as const)) : label
    return { label, truth, suspicion, control: uniform() < 0.08 }
  }).sort((a, b) => b.suspicion - a.suspicion)
  const photographs = all.map(
    ({ truth, ...one }, rank): LedgerPhotograph => ({ ...one, decision: rank < read || one.control ? truth : null }),
  )
  const left = all.filter(({ label, truth }, rank) => photographs[rank]?.decision === null && label !== truth).length
  return { photographs, left }
}

describe('the boundary ledger', () => {
  it('estimates what is left, though the most suspicious have been read already', () => {
    let [covered, off, guess] = [0, 0, 0]
    const runs = 200
    for (let seed = 1; seed <= runs; seed++) {
      const { photographs, left } = project(seed, 1000)
      const { remaining, remainingInterval } = boundaryEntry(photographs, [1, 2], 0.05)
      if (!remainingInterval || remaining === null) throw new Error('Nothing was estimated.')
      if (left >= remainingInterval[0] && left <= remainingInterval[1]) covered++
      off += (remaining - left) / runs
      guess += left / runs
    }
    expect(covered / runs).toBeGreaterThan(0.9)
    // About a hundred are left; the mean of the estimates is that.
    expect(Math.abs(off)).toBeLessThan(0.1 * guess)
  })

  it('says what the order was worth and what has been found', () => {
    const { photographs } = project(3, 500)
    const entry = boundaryEntry(photographs, [1, 2], 0.05)
    expect(entry.gain).toBeGreaterThan(1.3)
    expect(entry.found).toBe(
      photographs.filter(({ decision, label }) => decision !== null && decision !== label).length,
    )
    expect(entry.mayStop).toBe(false)
    expect(boundaryEntry(photographs, [1, 2], 0.5).mayStop).toBe(true)
  })

  it('is silent before a control has been read, and done where everything has been', () => {
    const unread = project(1, 0).photographs.map((one) => ({ ...one, decision: null }))
    expect(boundaryEntry(unread, [1, 2], 1)).toMatchObject({
      ...{ read: 0, found: 0, remaining: null, remainingInterval: null, gain: null, mayStop: false },
    })
    expect(boundaryEntry(project(1, 2000).photographs, [1, 2], 0.01)).toMatchObject({
      ...{ remaining: 0, remainingInterval: [0, 0], mayStop: true },
    })
    expect(boundaryEntry(unread, [3, 4], 0.1)).toMatchObject({ photographs: 0, remaining: null, mayStop: false })
  })

  it('never tells anyone to stop after a handful of controls', () => {
    const few = project(5, 0).photographs.map((one, rank) => ({
      ...one,
      ...(rank < 10 ? { control: true, decision: one.label } : { control: false, decision: null }),
    }))
    expect(boundaryEntry(few, [1, 2], 0.5).mayStop).toBe(false)
  })
})

it('Wilson’s interval of 10 in 100 is the published 0.0552 to 0.1744', () => {
  expect(wilsonInterval(10, 100)).toEqual([expect.closeTo(0.0552, 4), expect.closeTo(0.1744, 4)])
  expect(wilsonInterval(0, 20)).toEqual([0, expect.closeTo(0.1611, 4)])
})
