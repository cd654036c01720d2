import { describe, expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
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
    ({ truth, ...one }, rank): LedgerPhotograph => ({
      ...one,
      decisions: rank < read || one.control ? [truth] : [],
      blind: one.control ? [truth] : [],
    }),
  )
  const left = all.filter(
    ({ label, truth }, rank) => photographs[rank]?.decisions.length === 0 && label !== truth,
  ).length
  return { photographs, left }
}

/** As read by one reader, who said of a control the same when he was shown it blind. */
function photograph(
  label: LedgerPhotograph['label'],
  decisions: LedgerPhotograph['decisions'],
  { control = false, blind = control ? decisions : [], suspicion = 0.5 }: Partial<LedgerPhotograph> = {},
): LedgerPhotograph {
  return { label, decisions, control, blind, suspicion }
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
    const [low, high] = entry.gainInterval ?? []
    expect(low).toBeLessThan(entry.gain as number)
    expect(high).toBeGreaterThan(entry.gain as number)
    expect(entry.found).toBe(photographs.filter(({ decisions: [said], label }) => said && said !== label).length)
    expect(entry.mayStop).toBe(false)
    expect(boundaryEntry(photographs, [1, 2], 0.5).mayStop).toBe(true)
  })

  it('is silent before a control has been read, and done where everything has been', () => {
    const unread = project(1, 0).photographs.map((one) => ({ ...one, decisions: [], blind: [] }))
    expect(boundaryEntry(unread, [1, 2], 1)).toMatchObject({
      ...{
        read: 0,
        found: 0,
        remaining: null,
        remainingInterval: null,
        gain: null,
        gainInterval: null,
        mayStop: false,
      },
    })
    expect(boundaryEntry(project(1, 2000).photographs, [1, 2], 0.01)).toMatchObject({
      ...{ remaining: 0, remainingInterval: [0, 0], mayStop: true },
    })
    expect(boundaryEntry(unread, [3, 4], 0.1)).toMatchObject({ photographs: 0, remaining: null, mayStop: false })
  })

  it('tells nothing of what is left from one control, or four, however wrong they were', () => {
    const left = Array.from({ length: 40 }, () => photograph(1, []))
    const entryOf = (controls: number) =>
      boundaryEntry(
        [...left, ...Array.from({ length: controls }, () => photograph(1, [2], { control: true })), photograph(1, [2])],
        [1, 2],
        0.02,
      )
    for (const controls of [1, 4])
      expect(entryOf(controls)).toMatchObject({
        wrongControls: controls,
        remaining: null,
        remainingInterval: null,
        gain: null,
      })
    expect(entryOf(5).remaining).toBeCloseTo(40, 9)
    expect(entryOf(5).gain).toBe(1)
  })

  it('never tells anyone to stop after a handful of controls', () => {
    const few = project(5, 0).photographs.map((one, rank) => ({
      ...one,
      control: rank < 10,
      decisions: rank < 10 ? [one.label] : [],
      blind: rank < 10 ? [one.label] : [],
    }))
    expect(boundaryEntry(few, [1, 2], 0.5).mayStop).toBe(false)
  })

  it('never tells anyone to stop while more suspicious labels than any control are unread', () => {
    // 240 controls and all like them read, all right; 300 others that nothing is known of but that they are suspicious.
    const many = (n: number, suspicion: number, control = false) =>
      Array.from({ length: n }, () => photograph(2, [2], { control, suspicion }))
    const rest = (suspicion: number) => Array.from({ length: 300 }, () => photograph(2, [], { suspicion }))
    const likeThem = [...many(240, 0.3, true), ...many(2760, 0.3)]
    const entry = boundaryEntry([...likeThem, ...rest(0.6)], [1, 2], 0.02)
    expect(entry).toMatchObject({ controls: 240, remainingInterval: [0, 300], mayStop: false })
    expect(entry.remaining).toBeCloseTo(180, 9)
    // Nor where some that the controls stand for are unread, too.
    const [most] = boundaryEntry([...likeThem, ...rest(0.1)], [1, 2], 0.02).remainingInterval?.slice(1) ?? []
    const both = boundaryEntry([...likeThem, ...rest(0.1), ...rest(0.6)], [1, 2], 0.02)
    expect(both).toMatchObject({ remainingInterval: [0, 300 + (most ?? Number.NaN)], mayStop: false })
    // For what is less suspicious they do.
    expect(boundaryEntry([...likeThem, ...rest(0.1)], [1, 2], 0.02).mayStop).toBe(true)
  })

  it('judges controls by what was said blind, and by whoever found the label wrong', () => {
    const all = [
      photograph(1, [1], { control: true, blind: [2] }),
      photograph(1, [1, 2], { control: true, blind: [1, 2] }),
      photograph(2, [2], { control: true }),
      photograph(2, [1]),
    ]
    expect(boundaryEntry(all, [1, 2], 0.02)).toMatchObject({ read: 4, found: 2, controls: 3, wrongControls: 2 })
  })

  it('counts an error at the boundary that it lies across, and what is ungradable at none', () => {
    const all = [
      photograph(2, [4], { control: true }),
      photograph(2, ['ungradable'], { control: true }),
      photograph(3, [0]),
      photograph(1, [2]),
    ]
    const found = (
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
      ] as const
    ).map((boundary) => boundaryEntry(all, boundary, 0.02))
    expect(found.map((entry) => entry.found)).toEqual([0, 1, 2, 0])
    expect(found.map((entry) => entry.wrongControls)).toEqual([0, 0, 1, 0])
    expect(found.map((entry) => entry.read)).toEqual([1, 3, 3, 1])
  })
})

it('Wilson’s interval of 10 in 100 is the published 0.0552 to 0.1744', () => {
  expect(wilsonInterval(10, 100)).toEqual([expect.closeTo(0.0552, 4), expect.closeTo(0.1744, 4)])
  expect(wilsonInterval(0, 20)).toEqual([0, expect.closeTo(0.1611, 4)])
})
