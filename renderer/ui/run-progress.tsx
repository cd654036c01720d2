import type { Run } from '#shared/contract/common.ts'
import { count } from './count.ts'
import { ProgressLine } from './progress-line.tsx'
import styles from './run-progress.module.css'
import { stageName } from './run-stage.ts'
import { duration } from './time.ts'

interface RunProgressProps {
  readonly followed: { readonly run: Run; readonly rate: number | null }
  /** What is counted: "photographs". */
  readonly unit: string
}

/** How far a run is, how fast, and how long still. */
export function RunProgress({ followed: { run, rate }, unit }: RunProgressProps) {
  const state = stateOf(run)
  return (
    <div className={styles.progress} aria-live="polite">
      <div className={styles.line}>
        <span className={styles.stage}>{state}</span>
        <span data-testid="run-count">{run.total > 0 ? `${count(run.done)} of ${count(run.total)} ${unit}` : ''}</span>
      </div>
      <ProgressLine label={state} done={run.done} total={run.total} />
      <div className={styles.line}>
        <span>{rate === null ? '' : `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} a second`}</span>
        <span>{run.secondsLeft === null ? '' : `${duration(run.secondsLeft)} left`}</span>
      </div>
    </div>
  )
}

function stateOf({ state, error, stage }: Run): string {
  if (state === 'queued') return 'Waits for its turn'
  if (state === 'cancelling') return 'Stopping…'
  return error === null ? stageName(stage) : `Waits: ${error.message}`
}
