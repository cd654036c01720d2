import type { Photograph } from '../../../data/contract-types.ts'

type Suspicion = NonNullable<Photograph['suspicion']>
type Term = Suspicion['terms'][number]

/** What a term adds to the log-odds that the label is wrong. */
export function weightOf({ value, weight }: Pick<Term, 'value' | 'weight'>): number {
  return value * weight
}

/** "+2.3", "−0.4"; what rounds to nothing has no sign. */
export function signed(value: number): string {
  const size = Math.abs(value).toFixed(1)
  return Number(size) === 0 ? size : `${value < 0 ? '−' : '+'}${size}`
}

/** How the percentage comes about: where every label begins, and what the terms add. */
export function sumInWords({ score, terms }: Pick<Suspicion, 'score' | 'terms'>): string {
  const total = Math.log(score / (1 - score))
  const added = terms.reduce((sum, term) => sum + weightOf(term), 0)
  return `Log-odds ${signed(total)}: ${signed(total - added)}, where every label begins, and ${signed(added)} by what is known of this one`
}
