import { describe, expect, it } from 'vitest'
import { runCommandLine } from './command-line.ts'
import { statsCommand } from './stats.ts'

async function run(words: string[], input: unknown) {
  const written = { out: '', err: '' }
  const code = await runCommandLine(words, [statsCommand], {
    out: (text) => {
      written.out += text
    },
    err: (text) => {
      written.err += text
    },
    input: async () => (typeof input === 'string' ? input : JSON.stringify(input)),
    signal: new AbortController().signal,
    environment: {},
    now: () => new Date(0),
    flush: async () => undefined,
  })
  return { code, ...written }
}

describe('stats', () => {
  it('gives kappa with weights and an interval', async () => {
    const { code, out } = await run(['stats', 'kappa', '--json'], {
      a: [0, 0, 1, 1],
      b: [0, 1, 0, 1],
      classes: 2,
      weights: 'none',
    })
    expect(code).toBe(0)
    expect(JSON.parse(out).kappa).toBeCloseTo(0)
    expect(JSON.parse(out).interval).toHaveLength(2)
  })

  it('gives a person words and a program one document', async () => {
    const input = { a: [0, 1, 2, 3, 4], b: [0, 1, 2, 3, 4] }
    expect((await run(['stats', 'kappa'], input)).out).toBe('1.000 (1.000 to 1.000)\n')
    expect((await run(['stats', 'kappa', '--json'], input)).out.trim().split('\n')).toHaveLength(1)
  })

  it.each<[string, unknown, string]>([
    ['words', 'nonsense', 'usage'],
    ['a field that is missing', { a: [0] }, 'usage'],
    ['lists of different lengths', { a: [0, 1], b: [0] }, 'length_mismatch'],
  ])('refuses %s', async (_, input, code) => {
    const { out } = await run(['stats', 'kappa', '--json'], input)
    expect(JSON.parse(out).error.code).toBe(code)
  })

  it('gives curves and the temperature of metrics where asked', async () => {
    const input = { truth: [0, 1, 1], probabilities: [0.8, 0.3, 0.9].map((p) => [p, 1 - p]) }
    const plain = JSON.parse((await run(['stats', 'metrics', '--json'], input)).out)
    expect(plain).toMatchObject({ n: 3, accuracy: 2 / 3 })
    expect(plain.curves).toBeUndefined()
    const { curves, temperature } = JSON.parse(
      (await run(['stats', 'metrics', '--json'], { ...input, curves: true })).out,
    )
    expect(curves.perClass[1].roc[0]).toEqual({ threshold: null, falsePositiveRate: 0, truePositiveRate: 0 })
    expect(curves.referable.roc[0].truePositiveRate).toBeNull()
    expect(temperature).toBeGreaterThan(1)
  })

  it('finds labels that a model contradicts, in the fields of its contract', async () => {
    const rows = [...Array(8)].map((_, row) => (row % 2 ? [0.1, 0.9] : [0.9, 0.1]))
    const labels = [0, 1, 0, 1, 0, 1, 1, 1]
    const { out } = await run(['stats', 'label-issues', '--json'], { labels, probabilities: rows })
    const found = JSON.parse(out)
    expect(found.issues).toEqual([6])
    expect(found.confidentJoint).toEqual([
      [3, 0],
      [1, 4],
    ])
    expect(found.thresholds).toEqual([expect.closeTo(0.9, 12), expect.closeTo(0.74, 12)])
    const names = ['selfConfidence', 'normalizedMargin', 'confidenceWeightedEntropy', 'ordinal']
    expect(Object.keys(found.scores)).toEqual(names)
    expect(found.scores.selfConfidence[6]).toBe(0.1)
    expect(found.overallQuality).toBe(7 / 8)
    for (const rankedBy of [...names, 'normalized-margin']) {
      const again = await run(['stats', 'label-issues', '--json'], { labels, probabilities: rows, rankedBy })
      expect(JSON.parse(again.out).issues).toEqual([6])
    }
  })

  it('refuses rows that do not sum to one, or normalises them where told to', async () => {
    const input = { labels: [0, 1], probabilities: [0.3, 0.8].map((p, row) => [row ? 0.2 : 0.9, p]) }
    const { out } = await run(['stats', 'label-issues', '--json'], input)
    expect(JSON.parse(out).error.code).toBe('usage')
    const normalised = await run(['stats', 'label-issues', '--json'], { ...input, unevenRows: 'normalise' })
    const found = JSON.parse(normalised.out)
    expect(found.scores.selfConfidence).toEqual([expect.closeTo(0.75, 12), 0.8])
    expect(found.normalisedRows).toBe(1)
    const text = (await run(['stats', 'label-issues'], { ...input, unevenRows: 'normalise' })).out
    expect(text).toMatch(/1 row did not sum to 1 and was divided by its sum\.\n$/)
    const ratings = { ratings: [[0], [1]], classes: 2, probabilities: input.probabilities, unevenRows: 'normalise' }
    expect(JSON.parse((await run(['stats', 'agreement', '--json'], ratings)).out).normalisedRows).toBe(1)
  })

  it('says what a training tells of labels, threshold samples against the class that they were taught', async () => {
    const probabilities = [0, 1, 0, 1, 0].map((label) => [1 - label, label])
    const epoch = [
      [2, 0, 0],
      [0, 3, 0],
      [1, 0, 0],
      [4, 0, 0],
      [0, 0, 6],
    ]
    const input = { labels: [0, 1, 0, 1, 0], probabilities, epochs: [epoch], thresholdSamples: [4] }
    const { dynamics } = JSON.parse((await run(['stats', 'label-issues', '--json'], input)).out)
    expect(dynamics.areaUnderMargin).toEqual([2, 3, 1, -4, 6])
    expect(dynamics).toMatchObject({ threshold: 6, suspects: [3, 2, 0, 1] })
    const { epochs: _, ...without } = input
    expect((await run(['stats', 'label-issues'], without)).err).toContain('without the epochs of their training')
    const { out: help } = await run(['stats', '--help'], '')
    for (const field of ['epochs', 'thresholdSamples', 'dynamics', 'normalisedRows'])
      expect(help).toContain(`"${field}"`)
  })

  it('has a sentence for a set without a label, and no interval of a single item', async () => {
    const none = { labels: [], probabilities: [] }
    expect((await run(['stats', 'label-issues'], none)).out).toBe('There is no label to look at.\n')
    expect(JSON.parse((await run(['stats', 'label-issues', '--json'], none)).out).overallQuality).toBeNull()
    expect((await run(['stats', 'kappa'], { a: [1], b: [2] })).out).toBe('0.000 (- to -)\n')
  })

  it.each<[string, unknown, string]>([
    ['a field that is missing', { probabilities: [[1, 0]] }, 'The input lacks labels.'],
    ['several of them', {}, 'The input lacks labels and probabilities.'],
    ['a list', [1], 'The input is a list, and must be an object with the fields labels, probabilities, method,'],
    ['a number', 3, 'The input is 3, and must be an object'],
    [
      'fields it does not know',
      { labels: [0], probabilities: [[1, 0]], score: 1, unevenrows: 'refuse' },
      'The input has score, unevenrows, which this command does not know; its fields are labels, probabilities,',
    ],
    ['one class', { labels: [0], probabilities: [[1]] }, 'probabilities[0] has 1 value, and needs at least 2.'],
    ['half a label', { labels: [0, 0.5], probabilities: [[1, 0]] }, 'labels[1] is 0.5, and must be a whole number.'],
    [
      'a method it does not have',
      { labels: [0], probabilities: [[1, 0]], method: 'prune' },
      'method is "prune", and must be one of prune-by-noise-rate, prune-by-class,',
    ],
    ['a label below 0', { labels: [-1], probabilities: [[1, 0]] }, 'labels[0] is -1, and must be at least 0.'],
  ])('refuses %s in a sentence', async (_, input, sentence) => {
    const { out } = await run(['stats', 'label-issues', '--json'], input)
    const { code, message } = JSON.parse(out).error
    expect(code).toBe('usage')
    expect(message).toContain(sentence)
  })

  it('gives agreement, intervals, consensus and the quality of raters', async () => {
    const ratings = [...Array(30)].map((_, item) => [item % 5, item % 5, item % 7 ? item % 5 : (item + 1) % 5, null])
    const found = JSON.parse((await run(['stats', 'agreement', '--json'], { ratings, classes: 5 })).out)
    for (const name of ['fleiss', 'krippendorffNominal', 'krippendorffOrdinal', 'gwetAc1', 'gwetAc2Quadratic']) {
      const [low, high] = found.intervals[name]
      expect(found[name]).toBeGreaterThan(low)
      expect(found[name]).toBeLessThan(high)
    }
    expect(found.consensus[7]).toMatchObject({ item: 7, grade: 2, majority: 2 })
    expect(found.raterQuality[0]).toBeGreaterThan(found.raterQuality[2])
    expect(found.raterQuality[3]).toBeNull()
    expect(found.pairs[0]).toMatchObject({ raters: [0, 1], items: 30, kappa: { none: 1, linear: 1, quadratic: 1 } })
    expect(found.pairs[5]).toMatchObject({
      raters: [2, 3],
      items: 0,
      kappa: { none: null },
      intervals: { none: [null, null] },
    })
    const { out } = await run(['stats', 'agreement', '--json'], { ratings: [[0, 9]], classes: 5 })
    expect(JSON.parse(out).error.code).toBe('usage')
  })

  it('sets raters beside a model, and says whom to ask again', async () => {
    const input = {
      ratings: [...[...Array(20)].map((_, item) => [item % 2, item % 2, null]), [0, 1, null], [null, null, null]],
      probabilities: [...[...Array(20)].map((_, item) => (item % 2 ? [0.1, 0.9] : [0.9, 0.1])), [0.3, 0.7], [0.5, 0.5]],
      classes: 2,
    }
    const found = JSON.parse((await run(['stats', 'agreement', '--json'], input)).out)
    expect(found.crowdlab.consensus[20]).toMatchObject({ item: 20, grade: 1, agreement: 0.5 })
    expect(found.crowdlab.consensus[21]).toEqual({ item: 21, grade: null, quality: null, agreement: null })
    expect(found.crowdlab.labelQuality[20][2]).toBeNull()
    expect(found.crowdlab.raterQuality[2]).toBeNull()
    expect(found.activeLab.order.slice(0, 2)).toEqual([21, 20])
    expect(found.activeLab.scores).toHaveLength(22)
    expect((await run(['stats', 'agreement'], input)).out).toContain('Most worth another rating: items 21, 20,')
    const voted = JSON.parse((await run(['stats', 'agreement', '--json'], { ...input, quality: 'agreement' })).out)
    expect(voted.crowdlab.consensus[20]).toMatchObject({ grade: 1, quality: 0.5 })
    const { out } = await run(['stats', 'agreement', '--json'], { ...input, classes: 5 })
    expect(JSON.parse(out).error.message).toBe('The probabilities name 2 classes, the ratings 5.')
  })
})
