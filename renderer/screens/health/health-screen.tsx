import { Button } from '@mantine/core'
import { IconStethoscope } from '@tabler/icons-react'
import { goTo } from '../../app/kit/route.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useLabelHealth } from '../../data/health.ts'
import { FailureMessage, LoadingMessage, StateMessage } from '../../ui/state-message.tsx'
import { ClassesPanel } from './classes-panel.tsx'
import { EyesPanel } from './eyes-panel.tsx'
import styles from './health.module.css'
import { LedgerPart } from './ledger/ledger-part.tsx'
import { NoisePanel } from './noise-panel.tsx'
import { ReliabilityPanel } from './reliability-panel.tsx'

/** How good the labels are as a whole: what was found and what is left, noise, classes, fellow eyes, suspicion itself. */
export function HealthScreen() {
  const { data: health, isError, error, refetch } = useLabelHealth()
  if (isError && !health) {
    return (
      <FailureMessage
        title="The labels could not be looked through"
        sentence={failureSentence(error)}
        action={<Button onClick={() => void refetch()}>Try again</Button>}
      />
    )
  }
  if (!health) return <LoadingMessage>Looking through the labels…</LoadingMessage>
  if (health.labelled === 0) {
    return (
      <StateMessage
        title="There are no labels yet"
        icon={IconStethoscope}
        action={<Button onClick={() => goTo('import')}>Import labels</Button>}
      >
        Import photographs with a label file. What readers and the model make of its labels is then told here.
      </StateMessage>
    )
  }
  return (
    <div className={styles.screen}>
      <LedgerPart />
      <div className={styles.pair}>
        <NoisePanel health={health} />
        <ClassesPanel health={health} />
        <EyesPanel health={health} />
        <ReliabilityPanel health={health} />
      </div>
    </div>
  )
}
