import { useState } from 'react'
import type { Photograph } from '../../../data/contract-types.ts'
import { LabelLearning } from './label-learning.tsx'
import { signed, weightOf } from './log-odds.ts'
import styles from './suspicion.module.css'

type Suspicion = NonNullable<Photograph['suspicion']>
type Term = Suspicion['terms'][number]

interface TermLineProps {
  readonly term: Term
  readonly learning: Suspicion['learning']
}

/** What a term says and what it counts for. That of the training opens to what was recorded of this label. */
export function TermLine({ term, learning }: TermLineProps) {
  const [open, setOpen] = useState(false)
  if (term.name !== 'dynamics' || !learning)
    return (
      <p className={styles.said}>
        {term.sentence}
        <Count term={term} />
      </p>
    )
  return (
    <>
      <p className={styles.said}>
        <button
          type="button"
          className={styles.opener}
          aria-expanded={open}
          data-testid="label-learning-open"
          onClick={() => setOpen(!open)}
        >
          {term.sentence}
        </button>
        <Count term={term} />
      </p>
      {open ? <LabelLearning learning={learning} /> : null}
    </>
  )
}

/** What the term adds to the log-odds that the label is wrong. */
function Count({ term }: { readonly term: Term }) {
  const [value, weight] = [term.value.toFixed(1), term.weight.toFixed(1)]
  return (
    <span
      className={styles.count}
      title={`${term.name}: ${value} × ${weight}, added to the log-odds that the label is wrong`}
    >
      {signed(weightOf(term))}
    </span>
  )
}
