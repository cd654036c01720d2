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
    const agreeing = duplicates.filter((grade) => grade === label).length
    if (agreeing > 0) {
      const alike = agreeing === 1 ? 'one is graded as it is' : `${agreeing} are graded as it is`
      const rest = duplicates.length - agreeing === 1 ? 'another' : 'others'
      return onlyTold(`Of its copies ${alike}, ${rest} ${others}: not all can be right.`)
    }
    return against(`Its copies are graded ${others}: it cannot be right with them.`)
  },
}

/** Whether a copy has another grade: a reason to read it first that needs no model. */
export function isContradicted({ label, duplicates }: Pick<Evidence, 'label' | 'duplicates'>): boolean {
  return duplicates.some((grade) => grade !== label)
}
