import { Button } from '@mantine/core'
import type { RunId } from '#shared/ids.ts'
import { goTo } from '../../app/kit/route.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useImportReport } from '../../data/imports.ts'
import { useCancelRun, useRunList } from '../../data/jobs.ts'
import { isActive } from '../../data/run-rate.ts'
import { useLatestRun } from '../../data/runs.ts'
import { Panel } from '../../ui/panel.tsx'
import { RunProgress } from '../../ui/run-progress.tsx'
import { FailureMessage, LoadingMessage } from '../../ui/state-message.tsx'
import { noChoices } from './import-choices.ts'
import { ImportReportView } from './import-report.tsx'
import styles from './import-screen.module.css'
import { useImport } from './import-store.ts'
import { LabelFilesPanel } from './label-files/label-files-panel.tsx'

/** The import at work, and afterwards what it found. */
export function ImportRun({ run: id }: { readonly run: RunId }) {
  const listed = useRunList().data?.find((run) => run.id === id)
  const latest = useLatestRun(listed)
  const cancel = useCancelRun()
  const done = latest?.run.state === 'done'
  const report = useImportReport(done ? id : null)
  const back = () => useImport.setState({ run: null })

  if (!latest) return <LoadingMessage>Starting the import…</LoadingMessage>
  if (isActive(latest.run)) {
    return (
      <div className={styles.single}>
        <Panel title="Importing">
          <RunProgress followed={latest} unit="photographs" />
          <div className={styles.buttons}>
            <Button
              variant="default"
              onClick={() => cancel.mutate({ run: id })}
              disabled={latest.run.state === 'cancelling'}
              data-testid="import-cancel"
            >
              Cancel
            </Button>
            <span className={styles.fine}>
              What is stored stays stored; importing again goes on where this stopped.
            </span>
          </div>
        </Panel>
      </div>
    )
  }
  if (!done) {
    const failed = latest.run.state === 'failed'
    return (
      <FailureMessage
        title={failed ? 'The import failed' : 'The import was stopped'}
        sentence={
          latest.run.error?.message ?? 'What was stored stays stored; importing again goes on where this stopped.'
        }
        action={<Button onClick={back}>Back to the import</Button>}
      />
    )
  }
  if (report.isError) {
    return <FailureMessage title="The report could not be read" sentence={failureSentence(report.error)} />
  }
  if (!report.data) return <LoadingMessage>Reading the report…</LoadingMessage>
  return (
    <div className={styles.single}>
      <ImportReportView report={report.data} />
      <LabelFilesPanel />
      <div className={styles.buttons}>
        <Button onClick={() => goTo('review')}>Begin reviewing</Button>
        <Button variant="default" onClick={() => goTo('quality')}>
          Look at the quality
        </Button>
        <Button
          variant="subtle"
          color="gray"
          onClick={() => useImport.setState({ run: null, choices: noChoices })}
          data-testid="import-another"
        >
          Import more
        </Button>
      </div>
    </div>
  )
}
