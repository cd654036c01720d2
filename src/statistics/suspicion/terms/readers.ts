import { contradiction, differing, type Term } from '../term.ts'

/** Readers who gave another grade. */
export const readersTerm: Term = {
  name: 'readers',
  prior: { weight: 2, deviation: 0.75 },
  value: ({ label, readers }) => contradiction(label, readers),
  sentence({ label, readers }) {
    if (readers.length === 0) return null
    const others = differing(label, readers)
    return others === '' ? 'Readers agree with the label.' : `A reader said ${others}.`
  },
}
