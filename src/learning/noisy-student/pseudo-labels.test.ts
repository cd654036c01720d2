import { describe, expect, it } from 'vitest'
import type { Grade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { noisyStudentSchema } from '#shared/recipe/noisy-student.ts'
import { choosePseudoLabels, type TaughtPhotograph } from './pseudo-labels.ts'

/** The teacher gives `grade` this much and the rest to its neighbour. */
function says(grade: Grade, probability: number): GradeProbabilities {
  const at = (one: number) => (one === grade ? probability : one === (grade + 1) % 5 ? 1 - probability : 0)
  return [at(0), at(1), at(2), at(3), at(4)]
}

function photograph(hash: string, probabilities: GradeProbabilities, more: Partial<TaughtPhotograph> = {}) {
  return { hash, group: `group of ${hash}`, state: 'unlabelled', grade: null, probabilities, ...more } as const
}

const choose = (photographs: readonly TaughtPhotograph[], set: object = {}, locked: readonly string[] = []) =>
  choosePseudoLabels(photographs, noisyStudentSchema.parse({ balance: false, ...set }), locked)
const hashes = (labels: readonly { readonly hash: string }[]) => labels.map(({ hash }) => hash)

describe('pseudo labels', () => {
  it('are given where the teacher is as sure as asked for', () => {
    const photographs = [photograph('b', says(2, 0.8)), photograph('a', says(1, 0.6)), photograph('c', says(1, 0.59))]
    expect(hashes(choose(photographs, { threshold: 0.6 }))).toEqual(['a', 'b'])
    expect(hashes(choose(photographs, { threshold: 0 }))).toEqual(['a', 'b', 'c'])
    expect(choose(photographs, { threshold: 0.9 })).toEqual([])
  })

  it('are the probabilities, or the likeliest grade alone', () => {
    const sure = [photograph('a', says(3, 0.75))]
    expect(choose(sure, { labels: 'soft' })[0]?.target).toEqual([0, 0, 0, 0.75, 0.25])
    expect(choose(sure, { labels: 'hard' })[0]?.target).toEqual([0, 0, 0, 1, 0])
  })

  it('never take the place of a reviewed grade, and of a doubted one always', () => {
    const other = says(4, 1)
    const photographs = [
      photograph('a', other, { state: 'reviewed', grade: 1 }),
      photograph('b', other, { state: 'doubtful', grade: 1 }),
      photograph('c', other, { state: 'doubtful' }),
    ]
    expect(choose(photographs, { suspects: true, threshold: 0 })).toEqual([
      { hash: 'b', source: 'doubtful', target: other },
      { hash: 'c', source: 'doubtful', target: other },
    ])
  })

  it('take the place of an imported label by choice only, where the teacher disagrees', () => {
    const photographs = [
      photograph('a', says(2, 0.9), { state: 'imported', grade: 1 }),
      photograph('b', says(2, 0.9), { state: 'imported', grade: 2 }),
    ]
    expect(choose(photographs)).toEqual([])
    expect(choose(photographs, { suspects: true })).toMatchObject([{ hash: 'a', source: 'suspect' }])
  })

  it('are never given to a patient or duplicate group that models are judged by', () => {
    const photographs = ['a', 'b', 'c'].map((hash) => photograph(hash, says(1, 1), { group: `group ${hash}` }))
    expect(hashes(choose(photographs, {}, ['group b', 'group of nobody']))).toEqual(['a', 'c'])
  })

  it('are balanced: no grade has more than its even share, and the surest stay', () => {
    const mild = [0.7, 0.9, 0.8, 0.95, 0.6].map((sure, index) => photograph(`m${index}`, says(1, sure)))
    const photographs = [...mild, photograph('s', says(3, 0.55))]
    // Six photographs, two grades: three of each at most.
    expect(hashes(choose(photographs, { balance: true }))).toEqual(['m1', 'm2', 'm3', 's'])
    expect(choose(photographs, { balance: false })).toHaveLength(6)
    expect(choose([], { balance: true })).toEqual([])
  })

  it('do not depend on the order of the photographs', () => {
    const photographs = Array.from({ length: 9 }, (_, index) => photograph(`p${index}`, says(index < 6 ? 1 : 2, 0.8)))
    expect(choose([...photographs].reverse(), { balance: true })).toEqual(choose(photographs, { balance: true }))
  })
})
