import type { Term } from '../term.ts'

/** A wrong label is learnt late and against its neighbours: its area under the margin is small (Pleiss 2020). */
export const dynamicsTerm: Term = {
  name: 'dynamics',
  prior: { weight: 0.4, deviation: 0.3 },
  value: ({ margin }) => (margin === null ? 0 : Math.max(-3, Math.min(3, -margin))),
  sentence({ margin }) {
    if (margin === null || Math.abs(margin) < 1) return null
    return margin < 0 ? 'The model found its label hard to learn.' : 'The model learnt its label easily.'
  },
}
