import { Button } from '@mantine/core'
import { type LabelHealth, leastForReliability } from '#shared/contract/health.ts'
import { goTo } from '../../app/kit/route.ts'
import { counted } from '../../ui/count.ts'
import { StateMessage } from '../../ui/state-message.tsx'
import styles from './health.module.css'
import { HealthPanel } from './health-panel.tsx'
import { reliabilityTable } from './health-tables.ts'
import { calibrationSentence } from './health-words.ts'
import { NoModel } from './no-model.tsx'
import { ReliabilityChart } from './reliability-chart.tsx'

/** Whether suspicion is the probability that a label is wrong. */
export function ReliabilityPanel({ health }: { readonly health: LabelHealth }) {
  const { reliability, judged, noise } = health
  if (reliability) {
    const sentence = calibrationSentence(reliability)
    return (
      <HealthPanel title="Reliability of suspicion" table={() => reliabilityTable(reliability)}>
        <p className={styles.sentence} data-testid="calibration-sentence">
          {sentence}
        </p>
        <ReliabilityChart bins={reliability.bins} label={sentence} />
        <p className={styles.text}>
          Labels in {reliability.bins.length} bins of about as many each, by suspicion; each was judged by what was
          learnt from the other readings.
        </p>
      </HealthPanel>
    )
  }
  return (
    <HealthPanel title="Reliability of suspicion" table={() => null}>
      {noise ? (
        <StateMessage
          title="Too few readings yet"
          action={
            <Button variant="default" onClick={() => goTo('review')}>
              Read on
            </Button>
          }
        >
          It takes {counted(leastForReliability, 'reading')} of labels that the model predicted without having learnt
          from them, to tell suspicion from chance. There are {judged === 0 ? 'none' : judged} so far.
        </StateMessage>
      ) : (
        <NoModel />
      )}
    </HealthPanel>
  )
}
