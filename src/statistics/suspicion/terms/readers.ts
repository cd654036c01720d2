import { gradeNames } from '#shared/grades.ts'
import { against, contradiction, differing, inFavour, type Term } from '../term.ts'

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
  sentence({ label, readers, decided }) {
    const others = differing(label, readers)
    const differ = readers.filter((grade) => grade !== label).length
    if (others !== '') return against(differ === 1 ? `A reader said ${others}.` : `${differ} readers said ${others}.`)
    // Whose own word the label is agrees with nobody but himself.
    if (readers.length === 0 || (decided && readers.length === 1)) return null
    if (decided) return inFavour(`${readers.length} readers gave ${gradeNames[label]}.`)
    return inFavour(
      readers.length === 1 ? 'A reader agrees with the label.' : `${readers.length} readers agree with the label.`,
    )
  },
}
