import { describe, expect, it } from 'vitest'
import type { ComparedFigure, RoundComparison } from '#shared/contract/verdicts.ts'
import { judgeFineTune, judgeFirst } from './fine-tune.ts'

function figure(student: number, best: number, low: number): ComparedFigure {
  return { student, best, difference: student - best, interval: [low, 2 * (student - best) - low] }
}
const better: RoundComparison = {
  n: 59,
  kappa: figure(0.655, 0.412, 0.051),
  kappaInterval: [0.5, 0.7],
  mild: { ...figure(0.62, 0.6, -0.03), eyes: 48 },
  moderate: { ...figure(0.71, 0.7, -0.049), eyes: 51 },
}

describe('a fine-tuned model beside the one in use', () => {
  it.each([
    ['accepted', 'a kappa that is surely higher', better],
    ['unjudged', 'a higher kappa that may be no higher', { ...better, kappa: figure(0.655, 0.612, -0.001) }],
    ['unjudged', 'a lower kappa that may be no lower', { ...better, kappa: figure(0.6, 0.612, -0.1) }],
    ['rejected', 'a kappa that is surely lower', { ...better, kappa: figure(0, 0.512, -0.6) }],
    ['unjudged', 'fewer than 30 photographs', { ...better, n: 29 }],
    ['unjudged', 'Mild perhaps 6 points lower', { ...better, mild: { ...figure(0.6, 0.6, -0.06), eyes: 30 } }],
    ['accepted', 'few eyes of Mild, though lower', { ...better, mild: { ...figure(0.2, 0.6, -0.9), eyes: 29 } }],
    [
      'unjudged',
      'no kappa',
      { ...better, kappa: { student: null, best: null, difference: null, interval: [null, null] as const } },
    ],
  ] as const)('is %s with %s', (verdict, _, comparison) => {
    expect(judgeFineTune(comparison as RoundComparison, 'm1').verdict).toBe(verdict)
  })

  it('says in a plain word when it is worse', () => {
    expect(judgeFineTune({ ...better, kappa: figure(0, 0.512, -0.6) }, 'm1').reason).toBe(
      'Worse than m1: kappa 0.000 where m1 has 0.512 (95 % interval of the difference −0.600 to −0.424), on 59 photographs that neither has learnt from.',
    )
    expect(judgeFineTune({ ...better, kappa: figure(0.5, 0.512, -0.6) }, 'm1').reason).toMatch(
      /^Perhaps worse than m1: /,
    )
    expect(judgeFineTune({ ...better, kappa: figure(0.52, 0.512, -0.6) }, 'm1').reason).toMatch(
      /^Not surely better than m1: /,
    )
  })
})

describe('a first model', () => {
  it('is accepted where it is surely better than chance', () => {
    expect(judgeFirst(120, 0.41, [0.22, 0.6])).toEqual({
      verdict: 'accepted',
      reason:
        'Better than chance: kappa 0.410 (95 % interval 0.220 to 0.600) on 120 photographs that it has not learnt from.',
    })
    expect(judgeFirst(120, 0, [0, 0]).verdict).toBe('unjudged')
    expect(judgeFirst(120, 0.1, [-0.02, 0.2]).verdict).toBe('unjudged')
    expect(judgeFirst(29, 0.9, [0.8, 1]).verdict).toBe('unjudged')
    expect(judgeFirst(120, null, [null, null]).verdict).toBe('unjudged')
  })
})
