import { contradiction, differing, type Term } from '../term.ts'

/** Of a label that one reader confirms and another does not. */
const readersDiffer = 0.5

/** Readers who gave another grade; that they differ speaks against the label, too, even where one of them agrees with it. */
export const readersTerm: Term = {
  name: 'readers',
  prior: { weight: 2, deviation: 0.75 },
  value({ label, readers }) {
    const said = contradiction(label, readers)
    return new Set(readers).size > 1 ? Math.max(readersDiffer, said) : said
  },
  sentence({ label, readers }) {
    if (readers.length === 0) return null
    const others = differing(label, readers)
    return others === '' ? 'Readers agree with the label.' : `A reader said ${others}.`
  },
}
