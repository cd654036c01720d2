import { describe, expect, it } from 'vitest'
import { foundWrongLabels } from './found-wrong-labels.ts'

describe('wrong labels found in an order of suspicion', () => {
  it('counts those among the first k, where k are wrong', () => {
    const found = foundWrongLabels(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'],
      new Set(['a', 'c', 'e', 'f', 'j']),
    )
    expect(found).toMatchObject({ ranked: 10, wrong: 5, k: 5, foundInFirstK: 3, precisionAtK: 0.6 })
    expect(found.expectedAtRandom).toBe(2.5)
  })

  it('says how many to look at until four fifths are found, and at random', () => {
    const found = foundWrongLabels(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], new Set(['a', 'c', 'e', 'f', 'i']))
    expect(found.reviewsTo80).toBe(6)
    expect(found.reviewsTo80AtRandom).toBeCloseTo((4 * 10) / 6)
  })

  it('leaves out wrong labels that were not ranked', () => {
    expect(foundWrongLabels(['a', 'b'], new Set(['b', 'z']))).toMatchObject({
      wrong: 1,
      foundInFirstK: 0,
      reviewsTo80: 2,
    })
  })

  it('has no figures where nothing is wrong', () => {
    expect(foundWrongLabels(['a'], new Set())).toMatchObject({ k: 0, precisionAtK: null, reviewsTo80: null })
  })
})
