import type { Photograph } from '../../data/contract-types.ts'
import styles from './photograph-panel.module.css'

type Term = NonNullable<Photograph['suspicion']>['terms'][number]

/** Why this photograph is where it is in the queue: what speaks loudest, then everything else that says something. */
export function SuspicionPart({ suspicion }: { readonly suspicion: Photograph['suspicion'] }) {
  if (!suspicion) return null
  const score = Math.round(suspicion.score * 100)
  const loudest = suspicion.terms.find(({ sentence }) => sentence === suspicion.sentence)
  const others = suspicion.terms
    .filter(({ sentence }) => sentence !== null && sentence !== suspicion.sentence)
    .sort((a, b) => Math.abs(weightOf(b)) - Math.abs(weightOf(a)))
  return (
    <section className={styles.part} aria-label="Why it is here">
      <h2 className={styles.title}>
        Why it is here
        <span className={styles.fine}>{score} % likely wrong</span>
      </h2>
      <div className={styles.meter} aria-hidden="true">
        <div style={{ width: `${score}%` }} />
      </div>
      <p className={styles.said}>
        {suspicion.sentence}
        {loudest ? <Count term={loudest} /> : null}
      </p>
      {others.length > 0 ? (
        <ul className={styles.terms}>
          {others.map((term) => (
            <li key={term.name} data-direction={weightOf(term) > 0 ? 'against' : 'for'}>
              {term.sentence}
              <Count term={term} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
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
      {weightOf(term) < 0 ? '−' : '+'}
      {Math.abs(weightOf(term)).toFixed(1)}
    </span>
  )
}

function weightOf({ value, weight }: Term): number {
  return value * weight
}
