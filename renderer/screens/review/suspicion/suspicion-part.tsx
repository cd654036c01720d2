import type { Photograph } from '../../../data/contract-types.ts'
import panel from '../photograph-panel.module.css'
import { sumInWords, weightOf } from './log-odds.ts'
import { Suggestion } from './suggestion.tsx'
import styles from './suspicion.module.css'
import { TermLine } from './term-line.tsx'

/** Why this photograph is where it is in the queue: what its label should give way to, what speaks loudest, then everything else
 *  that says something. */
export function SuspicionPart({ suspicion, current }: Pick<Photograph, 'suspicion' | 'current'>) {
  if (current.state === 'adjudicated') return <Settled />
  if (!suspicion) return null
  const { sentence, terms, learning } = suspicion
  const score = Math.round(suspicion.score * 100)
  const loudest = terms.find((term) => term.sentence === sentence)
  const others = terms
    .filter((term) => term.sentence !== null && term.sentence !== sentence)
    .sort((a, b) => Math.abs(weightOf(b)) - Math.abs(weightOf(a)))
  return (
    <section className={panel.part} aria-label="Why it is here">
      <h2 className={panel.title}>
        Why it is here
        <span className={panel.fine} title={sumInWords(suspicion)}>
          {score} % likely wrong
        </span>
      </h2>
      <div className={styles.meter} aria-hidden="true">
        <div style={{ width: `${score}%` }} />
      </div>
      <Suggestion of={suspicion} />
      {loudest ? <TermLine term={loudest} learning={learning} /> : null}
      {others.length > 0 ? (
        <ul className={styles.terms}>
          {others.map((term) => (
            <li key={term.name} data-direction={weightOf(term) > 0 ? 'against' : 'for'}>
              <TermLine term={term} learning={learning} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}

function Settled() {
  return (
    <section className={panel.part} aria-label="Why it is here">
      <h2 className={panel.title}>Settled</h2>
      <p className={panel.fine}>An adjudicator gave this grade: nothing speaks against it any more.</p>
    </section>
  )
}
