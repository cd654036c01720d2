import { Button } from '@mantine/core'
import { useState } from 'react'
import { failureSentence } from '../../../data/failure-sentence.ts'
import { useLedger } from '../../../data/health.ts'
import { FailureMessage, LoadingMessage } from '../../../ui/state-message.tsx'
import styles from '../health.module.css'
import { HealthPanel } from '../health-panel.tsx'
import { ledgerTable } from '../health-tables.ts'
import { boundaryName, selfAgreementSentence } from '../health-words.ts'
import { FoundPanel } from './found-panel.tsx'
import { noisiestFirst } from './found-plot.ts'
import { LedgerChoices } from './ledger-choices.tsx'
import { LedgerTable } from './ledger-table.tsx'

/** The boundary ledger, and the curve of the boundary that is chosen in it. */
export function LedgerPart() {
  const [grader, setGrader] = useState<string | null>(null)
  const [rate, setRate] = useState(0.02)
  const [chosen, setChosen] = useState<string | null>(null)
  const { data: ledger, isError, error, isPlaceholderData, refetch } = useLedger(grader, rate)
  const entries = noisiestFirst(ledger?.boundaries ?? [])
  const shown = entries.find((entry) => boundaryName(entry) === chosen) ?? entries[0]
  return (
    <div className={styles.ledgerPart}>
      <HealthPanel
        title="Boundary ledger"
        of={grader ?? ''}
        table={() => (ledger ? ledgerTable(ledger) : null)}
        controls={<LedgerChoices grader={grader} rate={rate} onGrader={setGrader} onRate={setRate} />}
      >
        {isError ? (
          <FailureMessage
            title="The ledger could not be made"
            sentence={failureSentence(error)}
            action={
              grader === null ? (
                <Button onClick={() => void refetch()}>Try again</Button>
              ) : (
                <Button onClick={() => setGrader(null)}>All readers</Button>
              )
            }
          />
        ) : ledger && shown ? (
          <div className={styles.answer} data-old={isPlaceholderData} aria-busy={isPlaceholderData}>
            <LedgerTable
              entries={entries}
              shown={shown}
              whose={ledger.grader}
              rate={ledger.rate}
              onChoose={(entry) => setChosen(boundaryName(entry))}
            />
            <p className={styles.text} data-testid="self-agreement">
              {selfAgreementSentence(ledger)}
            </p>
          </div>
        ) : (
          <LoadingMessage>Counting what was found…</LoadingMessage>
        )}
      </HealthPanel>
      {shown && !isError ? <FoundPanel entry={shown} /> : null}
    </div>
  )
}
