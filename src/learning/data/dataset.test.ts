import { describe, expect, it } from 'vitest'
import { connectedGroups, requireEnough, samplesOf, type TrainingPhotograph } from './dataset.ts'

const photograph = (
  hash: string,
  group: string,
  grade: TrainingPhotograph['grade'],
  origin: 'imported' | 'read' = 'imported',
) => ({
  hash,
  path: `${hash}.jpg`,
  group,
  grade,
  origin,
})

describe('samples', () => {
  it('are the distinct photographs; labels that differ share the target', () => {
    const samples = samplesOf([photograph('b', 'p1', 3), photograph('a', 'p2', 1), photograph('b', 'p1', 4)])
    expect(samples.map((one) => one.hash)).toEqual(['a', 'b'])
    expect(samples[1]).toMatchObject({ grade: 3, target: [0, 0, 0, 0.5, 0.5] })
  })

  it('believe a reader before an imported label', () => {
    const samples = samplesOf([photograph('a', 'p', 1), photograph('a', 'p', 2, 'read'), photograph('a', 'p', 1)])
    expect(samples[0]).toMatchObject({ grade: 2, target: [0, 0, 1, 0, 0] })
  })

  it('join the groups of two names of the same bytes, and what hangs on them', () => {
    const samples = samplesOf([
      photograph('a', 'p3', 0),
      photograph('a', 'p1', 0),
      photograph('b', 'p1', 0),
      photograph('c', 'p2', 0),
      photograph('d', 'p3', 0),
    ])
    expect(samples.map((one) => one.group)).toEqual(['p1', 'p1', 'p2', 'p1'])
  })

  it('are refused with a sentence where they are too few or of one grade', () => {
    const few = samplesOf([photograph('a', 'p', 1), photograph('b', 'q', 2)])
    expect(() => requireEnough(few, 'to train on', 8)).toThrow(
      'Training needs at least 8 graded photographs to train on; there are 2.',
    )
    const same = samplesOf([photograph('a', 'p', 1), photograph('b', 'q', 1)])
    expect(() => requireEnough(same, 'to train on', 2)).toThrow(
      expect.objectContaining({ code: 'too_few_photographs' }),
    )
  })
})

it('connects items through shared keys, transitively', () => {
  const groups = connectedGroups([['a'], ['b', 'c'], ['a', 'd'], ['e'], ['d', 'c']])
  expect(new Set([groups[0], groups[1], groups[2], groups[4]]).size).toBe(1)
  expect(groups[3]).not.toBe(groups[0])
})
