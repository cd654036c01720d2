import { Button } from '@mantine/core'
import { useState } from 'react'
import { failureSentence } from '../../data/failure-sentence.ts'
import { isActive } from '../../data/run-rate.ts'
import { useRuns } from '../../data/runs.ts'
import { useTrainingOptions, useTrainingRuns } from '../../data/training.ts'
import { FailureMessage, LoadingMessage } from '../../ui/state-message.tsx'
import { CandidatePanel } from './candidate-panel.tsx'
import { ChoicesPanel } from './choices-panel.tsx'
import { RateFinderPanel } from './rate-finder-panel.tsx'
import { RunHistory } from './run-history.tsx'
import { RunPanel } from './run-panel.tsx'
import styles from './training-screen.module.css'

/** One big button, and everything one wants to know while it works. */
export function TrainingScreen() {
  const options = useTrainingOptions()
  const runs = useTrainingRuns()
  const told = useRuns((state) => state.byId)
  const [looked, setLooked] = useState<string | null>(null)

  if (options.isError && !options.data) {
    return (
      <FailureMessage
        title="Training cannot be prepared"
        sentence={failureSentence(options.error)}
        action={<Button onClick={() => void options.refetch()}>Try again</Button>}
      />
    )
  }
  if (!options.data || !runs.data) return <LoadingMessage>Reading what there is to learn from…</LoadingMessage>

  const active = runs.data.find((run) => isActive(told.get(run.id)?.run ?? run)) ?? null
  const shown = active ?? runs.data.find((run) => run.id === looked) ?? runs.data[0] ?? null
  return (
    <div className={styles.screen}>
      <ChoicesPanel options={options.data} active={active?.id ?? null} />
      <div className={styles.main}>
        <RateFinderPanel options={options.data} />
        <RunPanel run={shown} />
        <CandidatePanel />
        <RunHistory runs={runs.data} shown={shown?.id ?? null} onLook={setLooked} />
      </div>
    </div>
  )
}
