import { Button } from '@mantine/core'
import { type BoundaryEntryReport, leastControlsToTell, leastForControls } from '#shared/contract/health.ts'
import { goTo } from '../../../app/kit/route.ts'
import { useProject } from '../../../data/projects.ts'
import { counted } from '../../../ui/count.ts'
import { StateMessage } from '../../../ui/state-message.tsx'
import styles from '../health.module.css'
import { HealthPanel } from '../health-panel.tsx'
import { foundTable } from '../health-tables.ts'
import { boundaryName, foundSentence } from '../health-words.ts'
import { FoundChart } from './found-chart.tsx'

/** What reading in this order has been worth at one boundary. */
export function FoundPanel({ entry }: { readonly entry: BoundaryEntryReport }) {
  const name = boundaryName(entry)
  const sentence = foundSentence(entry)
  return (
    <HealthPanel title={`Wrong labels found, ${name}`} table={() => (entry.read > 0 ? foundTable(entry) : null)}>
      {entry.read === 0 ? (
        <StateMessage
          title={`Nothing is read between ${name.replace(' – ', ' and ')} yet`}
          action={
            <Button variant="default" onClick={() => goTo('review')}>
              Read
            </Button>
          }
        >
          The curve begins with the first reading of a photograph labelled one of the two.
        </StateMessage>
      ) : (
        <>
          <p className={styles.sentence} data-testid="found-sentence">
            {sentence}
          </p>
          <FoundChart entry={entry} label={sentence} />
        </>
      )}
      {entry.controls < leastControlsToTell ? <ControlNote read={entry.controls} /> : null}
    </HealthPanel>
  )
}

/** What a control is, for whom too few have been read yet to tell anything from. */
function ControlNote({ read }: { readonly read: number }) {
  const photographs = useProject().data?.images ?? 0
  return (
    <p className={styles.note} data-testid="control-note">
      <strong>
        {read === 0 ? 'No control has been read here yet.' : `Only ${counted(read, 'control')} read here so far.`}
      </strong>{' '}
      A control is a photograph drawn at random beforehand, whatever its suspicion, mixed into the queue and shown
      blind. Controls are a fair sample of all labels: only from them can be told how many are wrong in all, and what
      reading in random order would have found.{' '}
      {photographs < leastForControls
        ? `None are drawn in a project of fewer than ${counted(leastForControls, 'photograph')}.`
        : 'They come as you read on.'}
    </p>
  )
}
