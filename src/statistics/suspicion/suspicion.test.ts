import { describe, expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { type Grade, gradeNames, grades, predictedGrade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { sigmoid } from '../../numerics/sigmoid.ts'
import { labelledSet } from '../label-issues/labelled-set.ts'
import { afterReviews, estimateBackground } from './background.ts'
import { type Background, type Evidence, nothingElseKnown } from './evidence.ts'
import { estimateFellowEyes, fellowEyeLift } from './fellow-eyes.ts'
import { explainSuspicion, weigh } from './suspicion.ts'
import { terms } from './terms.ts'
import { learnWeights, priorWeights, type Reviewed } from './weights.ts'

/** Twenty labels of each grade, every fifth of them one grade off. */
const labels = Array.from({ length: 100 }, (_, index) => index % 5)
const sure = (grade: number) => [0, 1, 2, 3, 4].map((k) => (k === grade ? 0.9 : 0.025))
const set = labelledSet(
  labels,
  labels.map((label, index) => sure(index % 25 < 5 ? (label + 1) % 5 : label)),
)
const background: Background = estimateBackground(set, [])
const evidence = (more: Partial<Evidence>): Evidence => ({
  ...{ label: 1, probabilities: [0.1, 0.5, 0.3, 0.05, 0.05], ...nothingElseKnown },
  ...more,
})
const score = (more: Partial<Evidence>) => weigh(evidence(more), background, priorWeights).score

describe('suspicion of a photograph', () => {
  it('rises with everything that speaks against the label and falls with what speaks for it', () => {
    const plain = score({})
    const against: Partial<Evidence>[] = [
      { probabilities: [0.1, 0.2, 0.6, 0.05, 0.05] },
      { files: [2] },
      { readers: [2] },
      { duplicates: [3] },
      { fellowEye: 4 },
      { quality: 'usable' },
      { margin: -2 },
      { impliedGrade: 2 },
    ]
    expect(against).toHaveLength(terms.length)
    for (const more of against) expect(score(more), JSON.stringify(more)).toBeGreaterThan(plain)
    const supporting: Partial<Evidence>[] = [
      { files: [1] },
      { readers: [1] },
      { duplicates: [1] },
      { fellowEye: 1 },
      { margin: 2 },
      { impliedGrade: 1 },
    ]
    for (const more of supporting) expect(score(more), JSON.stringify(more)).toBeLessThan(plain)
  })

  it('suspects a Mild seen as Moderate before one seen as Proliferative with the same certainty', () => {
    const near = score({ probabilities: [0.02, 0.46, 0.48, 0.02, 0.02] })
    expect(near).toBeGreaterThan(score({ probabilities: [0.02, 0.46, 0.02, 0.02, 0.48] }))
  })

  it('suggests what other labels of the photograph say, unless the model knows better', () => {
    const torn = { probabilities: [0.01, 0.05, 0.33, 0.26, 0.35], label: 3 } as const
    const suggested = (more: Partial<Evidence>) =>
      weigh(evidence({ ...torn, ...more }), background, priorWeights).suggested
    expect(suggested({ duplicates: [4] })).toBe(4)
    expect(suggested({ files: [4], readers: [3, 4] })).toBe(4)
    // Labels of this set are one too low where they are wrong.
    expect(suggested({ duplicates: [2] })).toBe(3)
    expect(suggested({ duplicates: [3] })).toBe(3)
    // The reader whose label it is has spoken already.
    expect(suggested({ readers: [3] })).toBe(suggested({}))
    expect(suggested({ probabilities: [0, 0, 0.99998, 0.00001, 0.00001], duplicates: [4] })).toBe(2)
  })

  it('says first what counts most', () => {
    const said = (more: Partial<Evidence>) => explainSuspicion(evidence(more), background, priorWeights).sentence
    expect(said({})).toBe('The model agrees with Mild (50 %).')
    expect(said({ files: [2, 3] })).toBe('2 other label files say Moderate and Severe.')
    expect(said({ quality: 'reject' })).toMatch(/may be ungradable/)
    expect(said({ probabilities: [0, 0, 1, 0, 0], files: [2] })).toBe(
      'The model gives Mild 0 % and expects Moderate (100 %).',
    )
  })

  it('names the grade that it suggests where that is not the one the model expects', () => {
    const draw = seededUniform(11)
    let named = 0
    for (let round = 0; round < 500; round++) {
      const row = grades.map(() => draw() ** 3 + 1e-6)
      const total = row.reduce((sum, p) => sum + p, 0)
      const probabilities = row.map((p) => p / total) as unknown as GradeProbabilities
      const label = Math.floor(draw() * 5) as Grade
      const { suggested, terms } = explainSuspicion(evidence({ label, probabilities }), background, priorWeights)
      const sentence = terms.find(({ name }) => name === 'model')?.sentence ?? ''
      if (!/ gives .* and expects/.test(sentence) || suggested === predictedGrade(probabilities)) continue
      named += 1
      expect(sentence).toContain(
        `beside that label ${suggested === label ? 'it is still' : `${gradeNames[suggested]} is`} the likeliest.`,
      )
    }
    expect(named).toBeGreaterThan(5)
  })

  it('never points another way in words than in numbers', () => {
    const draw = seededUniform(7)
    const grade = () => Math.floor(draw() * 5) as Grade
    const some = () => Array.from({ length: Math.floor(draw() * 4) }, grade)
    for (let round = 0; round < 2000; round++) {
      const row = grades.map(() => draw() ** 4 + 1e-6)
      const total = row.reduce((sum, p) => sum + p, 0)
      const known: Evidence = {
        ...nothingElseKnown,
        label: grade(),
        decided: draw() < 0.3,
        probabilities: row.map((p) => p / total) as unknown as Evidence['probabilities'],
        ...{ files: some(), readers: some(), duplicates: some(), fellowEye: grade(), margin: 6 * draw() - 3 },
      }
      for (const { value, weight, sentence } of explainSuspicion(known, background, priorWeights).terms) {
        if (sentence === null) continue
        const added = value * weight
        if (
          /agrees with \w+ \(\d+ %\)\.$|same grade|files? agrees?\.$|easily|fit |goes with|readers gave/.test(sentence)
        )
          expect(added, sentence).toBeLessThanOrEqual(0)
        if (/ gives .* and expects|one of the two|A reader said|hard to learn|often wrong/.test(sentence))
          expect(added, sentence).toBeGreaterThanOrEqual(0)
      }
    }
  })

  it.each<[Partial<Evidence>, string]>([
    [{ label: 0, duplicates: [1, 1] }, 'Its copies are graded Mild: it cannot be right with them.'],
    [{ label: 0, duplicates: [0, 1] }, 'Of its copies one is graded as it is, another Mild: not all can be right.'],
    [
      { label: 0, duplicates: [0, 0, 1, 2] },
      'Of its copies 2 are graded as it is, others Mild and Moderate: not all can be right.',
    ],
    [{ label: 0, readers: [1, 1] }, '2 readers said Mild.'],
    [{ label: 0, readers: [0, 1] }, 'A reader said Mild.'],
  ])('names as many as there are: %o', (more, expected) => {
    const { terms } = explainSuspicion(evidence(more), background, priorWeights)
    expect(terms.map(({ sentence }) => sentence)).toContain(expected)
  })

  it('holds a frequent label against what is more frequent still, where a fellow eye speaks against it', () => {
    const fellow: Background = {
      ...background,
      fellowEyes: [
        [0.9, 0.1, 0, 0, 0],
        [0.5, 0.3, 0.2, 0, 0],
        [0.2, 0.2, 0.6, 0, 0],
        [0.1, 0.1, 0.1, 0.6, 0.1],
        [0.1, 0.1, 0.1, 0.1, 0.6],
      ],
    }
    const said = (shares: readonly number[]) => {
      const known = evidence({ label: 0, fellowEye: 1, probabilities: [0.6, 0.38, 0.01, 0.005, 0.005] })
      return explainSuspicion(known, { ...fellow, shares }, priorWeights).terms.map(({ sentence }) => sentence)
    }
    expect(said([0.73, 0.07, 0.14, 0.03, 0.03])).toContain(
      'The fellow eye is Mild; beside such an eye 50 % are None, where of all labels 73 % are.',
    )
    expect(said([0.45, 0.07, 0.4, 0.04, 0.04])).toContain(
      'The fellow eye is Mild; beside such an eye 50 % are None, but Mild is more frequent beside such an eye than elsewhere by more.',
    )
  })

  it('points to ungradable, not to another grade, where a blurred or dark picture speaks loudest', () => {
    const said = (more: Partial<Evidence>) => {
      const { ungradable, sentence } = explainSuspicion(evidence(more), background, priorWeights)
      return [ungradable, sentence]
    }
    const mild = 'and Mild rests on the smallest lesions: it may be ungradable.'
    const blurred = { quality: 'reject', obscured: 'blurred' } as const
    expect(said(blurred)).toEqual([true, `The picture is blurred, ${mild}`])
    expect(said({ quality: 'usable', obscured: 'dark' })).toEqual([true, `The picture is rather dark, ${mild}`])
    expect(said({ quality: 'usable' })).toEqual([false, `The picture is poor, ${mild}`])
    const severe = { label: 3, probabilities: [0.02, 0.03, 0.1, 0.8, 0.05] } as const
    expect(said({ ...severe, ...blurred })).toEqual([true, 'The picture is blurred: it may be ungradable.'])
    expect(said({ ...severe, quality: 'usable', obscured: 'dark' })[0]).toBe(false)
    expect(said({ ...severe, quality: 'reject' })).toEqual([true, 'The picture is poor: it may be ungradable.'])
    // Whether there are microaneurysms is nothing that a model can tell either, however loud; more than that it can.
    expect(said({ ...blurred, probabilities: [0.97, 0.01, 0.01, 0.005, 0.005] })[0]).toBe(true)
    expect(said({ ...blurred, probabilities: [0.97, 0.01, 0.01, 0.005, 0.005], margin: -3 })[0]).toBe(true)
    expect(said({ ...blurred, probabilities: [0.97, 0.01, 0.01, 0.005, 0.005], files: [0] })[0]).toBe(false)
    // Somebody could grade it, something else speaks louder, or the picture is no reason at all.
    expect(said({ ...blurred, readers: [1] })[0]).toBe(false)
    expect(said({ ...blurred, files: [2] })[0]).toBe(false)
    expect(said({ ...blurred, probabilities: [0, 0, 1, 0, 0] })[0]).toBe(false)
    expect(said({ quality: 'good' })[0]).toBe(false)
    const unweighed = { ...priorWeights, weights: terms.map(() => 0) }
    expect(explainSuspicion(evidence(blurred), background, unweighed).ungradable).toBe(false)
  })

  it('says when a label was learnt and how often it was forgotten, where that is out of the ordinary', () => {
    const said = (margin: number, learntAt: number, forgotten: number) => {
      const learning = { learntAt, forgotten, usual: { learntAt: 4, forgotten: 2 } }
      const { terms: found } = explainSuspicion(evidence({ margin, learning }), background, priorWeights)
      return found.find(({ name }) => name === 'dynamics')?.sentence ?? null
    }
    expect(said(-2, 9, 3)).toBe('The model learnt this label late and forgot it 3 times while training.')
    expect(said(-2, 9, 2)).toBe('The model learnt this label late while training.')
    expect(said(-2, 4, 3)).toBe('The model learnt this label but forgot it 3 times while training.')
    expect(said(-2, -1, 0)).toBe('The model never learnt this label while training.')
    expect(said(-2, 4, 2)).toBe('The model found its label hard to learn.')
    expect(said(-0.5, 4, 3)).toBe('The model learnt this label but forgot it 3 times while training.')
    expect(said(-0.5, 9, 2)).toBeNull()
    expect(said(0.5, 9, 3)).toBeNull()
    expect(said(1, 9, 3)).toBe('The model learnt its label easily.')
  })

  it('is not raised by lesions that allow less than the label, and falls with those that mean just that', () => {
    const severe = { label: 3, probabilities: [0.02, 0.03, 0.1, 0.8, 0.05] } as const
    const term = (impliedGrade: Evidence['impliedGrade']) =>
      explainSuspicion(evidence({ ...severe, impliedGrade }), background, priorWeights).terms.find(
        ({ name }) => name === 'lesions',
      )
    expect(term(2)).toMatchObject({ value: 0, sentence: null })
    expect(score({ ...severe, impliedGrade: 2 })).toBe(score(severe))
    expect(term(3)).toMatchObject({ value: -1, sentence: 'The lesions marked fit Severe.' })
    expect(term(4)).toMatchObject({ value: 1, sentence: 'The lesions marked mean Proliferative.' })
  })

  it('is a number even of probabilities that leave nothing over', () => {
    expect(score({ probabilities: [0, 0, 0, 0, 0] })).toBeGreaterThan(0)
    expect(score({ probabilities: [0, 1, 0, 0, 0] })).toBeLessThan(0.05)
  })
})

describe('what reviews teach of the labels', () => {
  const doubtful = { probabilities: [0.02, 0.48, 0.48, 0.01, 0.01] } as const
  const reviews = (truth: 1 | 2) => Array.from({ length: 40 }, () => ({ ...doubtful, label: 1 as const, truth }))
  const scoreBy = (found: Background) => weigh(evidence(doubtful), found, priorWeights).score

  it('is how often a label is wrong in this way', () => {
    expect(scoreBy(afterReviews(background, reviews(2)))).toBeGreaterThan(score(doubtful))
    expect(scoreBy(afterReviews(background, reviews(1)))).toBeLessThan(score(doubtful))
  })

  it('begins with what is known of labels anywhere, where a project has none yet', () => {
    const nothing = { n: 0, classes: 5, labels: new Int32Array(0), probabilities: new Float64Array(0) }
    const start = estimateBackground(nothing, [])
    const column = [0, 1, 2, 3, 4].map((label) => start.channel[label * 5 + 2] as number)
    expect(column.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
    expect(column[2]).toBeGreaterThan(column[1] as number)
    expect(column[1]).toBeGreaterThan(column[0] as number)
  })

  it('is nothing before there are any', () => {
    expect(scoreBy(afterReviews(background, []))).toBeCloseTo(score(doubtful), 12)
  })
})

describe('fellow eyes', () => {
  it('are as EyePACS has them until pairs of the project say otherwise', () => {
    const [prior, learnt] = [
      estimateFellowEyes([]),
      estimateFellowEyes(Array.from({ length: 2000 }, () => [1, 2] as const)),
    ]
    for (const table of [prior, learnt])
      for (const row of table) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
    expect(prior[1]).toEqual([0.3, 0.55, 0.14, 0.006, 0.004].map((p) => expect.closeTo(p, 12)))
    expect(learnt[1]?.[2]).toBeGreaterThan(0.98)
    expect(learnt[3]).toEqual(prior[3])
    const even = [0.2, 0.2, 0.2, 0.2, 0.2]
    expect(fellowEyeLift(prior, even, 1)[1]).toBeGreaterThan(fellowEyeLift(prior, even, 0)[1] as number)
  })
})

describe('weights', () => {
  /** Labels of which the model term alone tells, by a weight of 2 and a bias of -1. */
  const reviews = (n: number): Reviewed[] => {
    const uniform = seededUniform(7)
    return Array.from({ length: n }, () => {
      const values = terms.map(({ name }) => (name === 'model' || name === 'quality' ? 4 * uniform() - 2 : 0))
      return { values, wrong: uniform() < sigmoid(2 * (values[0] as number) - 1) }
    })
  }
  const weightOf = (name: string, n: number) =>
    learnWeights(reviews(n)).weights[terms.findIndex((one) => one.name === name)]

  it('are the prior ones before any review', () => {
    expect(learnWeights([])).toEqual(priorWeights)
  })

  it('move from the prior to what reviews show, the more the more there are', () => {
    expect(Math.abs((weightOf('model', 5) as number) - 1)).toBeLessThan(0.4)
    expect(weightOf('model', 200)).toBeGreaterThan(1.5)
    expect(weightOf('model', 5000)).toBeCloseTo(2, 0)
    expect(learnWeights(reviews(5000)).bias).toBeCloseTo(-1, 0)
    expect(weightOf('quality', 5000)).toBeLessThan(0.1)
    expect(weightOf('files', 5000)).toBe(1.5)
  })

  it('are never below 0, so that no term comes to mean its opposite', () => {
    const opposite = reviews(2000).map(({ values, wrong }) => ({ values: values.map((value) => -value), wrong }))
    expect(Math.min(...learnWeights(opposite).weights)).toBe(0)
  })

  it('make the score a probability', () => {
    const learnt = learnWeights(reviews(4000))
    const fresh = reviews(8000).slice(4000)
    for (const [low, high] of [
      [0, 0.2],
      [0.4, 0.6],
      [0.8, 1],
    ] as const) {
      const scored = fresh.map(({ values, wrong }) => ({
        p: sigmoid(learnt.bias + values.reduce((sum, value, k) => sum + value * (learnt.weights[k] as number), 0)),
        wrong,
      }))
      const bin = scored.filter(({ p }) => p >= low && p < high)
      const mean = bin.reduce((sum, { p }) => sum + p, 0) / bin.length
      expect(bin.filter(({ wrong }) => wrong).length / bin.length).toBeCloseTo(mean, 1)
    }
  })
})
