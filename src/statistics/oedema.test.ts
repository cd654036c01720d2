import { expect, it } from 'vitest'
import { oedemaFigures } from './oedema.ts'

it('judges oedema risks by kappa, and by how well any risk and risk 2 are told from less', () => {
  const truth = [0, 0, 1, 2]
  const probabilities = [
    [0.8, 0.1, 0.1],
    [0.3, 0.5, 0.2],
    [0.4, 0.6, 0],
    [0.1, 0.2, 0.7],
  ]
  // Predicted 0, 1, 1, 2: Σ(i-j)² is 1, and by chance (2·(1 + 1 + 4) + (1 + 0 + 0 + 1) + (4 + 1 + 1 + 0)) / 4 = 5.
  expect(oedemaFigures(truth, probabilities)).toEqual({
    ...{ n: 4, qwk: expect.closeTo(0.8, 12) },
    // Any risk: 0.2 and 0.7 without it against 0.6 and 0.9. Risk 2: 0.7 with it against less.
    ...{ anyRiskAuc: 0.75, referableAuc: 1 },
  })
  expect(oedemaFigures([0, 0], probabilities.slice(0, 2))).toMatchObject({ n: 2, anyRiskAuc: null, referableAuc: null })
  expect(oedemaFigures([], [])).toEqual({ n: 0, qwk: null, anyRiskAuc: null, referableAuc: null })
})
