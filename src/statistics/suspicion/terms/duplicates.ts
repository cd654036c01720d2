import type { Evidence } from '../evidence.ts'
import { against, contradiction, differing, inFavour, onlyTold, type Term } from '../term.ts'

/** The same photograph under another name, with another grade: one of the two must be wrong. */
export const duplicatesTerm: Term = {
  name: 'duplicates',
  prior: { weight: 1.5, deviation: 0.75 },
  value: ({ label, duplicates }) => contradiction(label, duplicates),
  sentence({ label, duplicates }) {
    if (duplicates.length === 0) return null
    const others = differing(label, duplicates)
    const one = duplicates.length === 1
    if (others === '') return inFavour(one ? 'A copy of it has the same grade.' : 'Its copies have the same grade.')
    if (one) return against(`A copy of it is graded ${others}: one of the two is wrong.`)
    const said = `Copies of it are graded ${others}: not all of them can be right.`
    return duplicates.includes(label) ? onlyTold(said) : against(said)
  },
}

/** Whether a copy has another grade: a reason to read it first that needs no model. */
export function isContradicted({ label, duplicates }: Pick<Evidence, 'label' | 'duplicates'>): boolean {
  return duplicates.some((grade) => grade !== label)
}
