import { contradiction, differing, type Term } from '../term.ts'

/** The same photograph under another name, with another grade: one of the two must be wrong. */
export const duplicatesTerm: Term = {
  name: 'duplicates',
  prior: { weight: 1.5, deviation: 0.75 },
  value: ({ label, duplicates }) => contradiction(label, duplicates),
  sentence({ label, duplicates }) {
    if (duplicates.length === 0) return null
    const others = differing(label, duplicates)
    return others === '' ? 'A copy of it has the same grade.' : `A copy of it is graded ${others}.`
  },
}
