import { Button } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { Failed } from '../../../app/kit/failed.tsx'
import type { TrainingRun } from '../../../data/contract-types.ts'
import { useCancelRun } from '../../../data/jobs.ts'
import { failureOf, isActive } from '../../../data/run-rate.ts'
import { useLatestRun } from '../../../data/runs.ts'
import { useResumeTraining } from '../../../data/training.ts'
import { count } from '../../../ui/count.ts'
import { Panel } from '../../../ui/panel.tsx'
import { ProgressLine } from '../../../ui/progress-line.tsx'
import { fitAtWork, trainingProgress } from '../../../ui/run-stage.ts'
import { StateMessage } from '../../../ui/state-message.tsx'
import { duration } from '../../../ui/time.ts'
import { networkWords } from '../models/card-facts.ts'
import styles from '../training-screen.module.css'
import { EpochDetails } from './epoch-details.tsx'
import { LeftOut } from './left-out.tsx'
import { KappaChart, LossChart } from './run-charts.tsx'
import { stateNames } from './state-names.ts'

/** The run at work, or the one last looked at: state, epoch, time left, speed, device, curves. */
export function RunPanel({ run }: { readonly run: TrainingRun | null }) {
  const latest = useLatestRun(run)?.run ?? null
  const cancel = useCancelRun()
  const resume = useResumeTraining()
  if (!run || !latest) {
    return (
      <Panel title="Run" className={styles.emptyRun}>
        <StateMessage title="No run yet" icon={IconSparkles}>
          Press Fine-tune. Within a second it says what it is doing, then how far it is and how long still; it can be
          cancelled at any time, and you can go on reviewing.
        </StateMessage>
      </Panel>
    )
  }
  const active = isActive(latest)
  const epoch = run.epochs.length
  const memory = run.epochs.at(-1)?.memory
  const progress = trainingProgress(latest, run.recipe)
  const { recipe } = run
  const fit = active ? fitAtWork(latest) : null
  return (
    <Panel
      title={`Run ${run.id}: ${recipe.name}, ${networkWords(recipe)}`}
      aside={
        <>
          {active ? (
            <Button
              size="xs"
              variant="default"
              disabled={latest.state === 'cancelling'}
              onClick={() => cancel.mutate({ run: run.id })}
              data-testid="training-cancel"
            >
              Cancel
            </Button>
          ) : null}
          {!active && latest.resumable ? (
            <Button
              size="xs"
              loading={resume.isPending}
              onClick={() => resume.mutate({ run: run.id })}
              data-testid="training-resume"
            >
              Resume
            </Button>
          ) : null}
        </>
      }
    >
      <div className={styles.state} role="status" data-testid="run-state" data-state={latest.state}>
        <strong>{stateNames[latest.state]}</strong>
        {active ? <span>{progress.words}</span> : null}
      </div>
      {active ? <ProgressLine label="Progress of the run" done={progress.done} total={progress.total} /> : null}
      {failureOf(latest) ? (
        <p className={styles.failure} role="alert">
          {failureOf(latest)}
        </p>
      ) : null}
      <Failed of={resume} />
      <dl className={styles.facts}>
        {fit ? <Fact name="Fit" value={fit.fit} testId="run-fit" /> : null}
        <Fact name="Epoch" value={fit?.epoch ?? `${epoch} of ${recipe.epochs}`} testId="run-epoch" />
        {active ? (
          <Fact name="Time left" value={latest.secondsLeft === null ? 'measuring…' : duration(latest.secondsLeft)} />
        ) : null}
        <Fact
          name="Photographs a second"
          value={run.imagesPerSecond === null ? null : speedText(run.imagesPerSecond)}
        />
        <Fact name="Memory" value={memory === undefined ? null : `${count(Math.round(memory / 1e6))} MB`} />
        <Fact name="Device" value={run.device ?? run.runtime} />
      </dl>
      <LeftOut run={latest} />
      <div className={styles.charts}>
        <LossChart epochs={run.epochs} planned={recipe.epochs} validated={recipe.validation > 0} />
        {recipe.validation > 0 ? (
          <KappaChart epochs={run.epochs} planned={recipe.epochs} oedema={recipe.oedema !== null} />
        ) : (
          <p className={styles.fine}>
            The recipe sets no photographs aside to validate epochs by, so there is no kappa of each. The model is
            judged below on those locked away.
          </p>
        )}
      </div>
      <EpochDetails epochs={run.epochs} planned={recipe.epochs} validated={recipe.validation > 0} />
    </Panel>
  )
}

/** A decimal only where it tells something. */
const speedText = (speed: number) => (speed < 100 ? speed.toFixed(1) : count(Math.round(speed)))

interface FactProps {
  readonly name: string
  /** null while it is not known. */
  readonly value: string | null
  readonly testId?: string
}

function Fact({ name, value, testId }: FactProps) {
  if (value === null) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={testId}>{value}</dd>
    </div>
  )
}
