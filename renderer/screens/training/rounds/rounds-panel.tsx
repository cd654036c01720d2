import { Button } from '@mantine/core'
import type { NoisyStudentRun } from '#shared/contract/noisy-student.ts'
import type { ModelId } from '#shared/ids.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import { useNoisyStudentRuns, useResumeRounds } from '../../../data/noisy-student.ts'
import { failureOf, isActive } from '../../../data/run-rate.ts'
import { useLatestRun } from '../../../data/runs.ts'
import { Panel } from '../../../ui/panel.tsx'
import { dayAndTime } from '../../../ui/time.ts'
import { networkWords } from '../models/card-facts.ts'
import { RuntimeLine } from '../run/runtime-line.tsx'
import { stateNames } from '../run/state-names.ts'
import { RoundItem } from './round-item.tsx'
import styles from './rounds.module.css'
import { StartRounds, type StartRoundsProps } from './start-rounds.tsx'

interface RoundsPanelProps extends StartRoundsProps {
  /** Sets a student beside the model in use. */
  readonly onCompare: (model: ModelId) => void
}

/** Noisy student: a form to start it, and every run of it with its rounds, none of them hidden for having been rejected. */
export function RoundsPanel({ onCompare, ...form }: RoundsPanelProps) {
  const runs = useNoisyStudentRuns()
  const [latest, ...earlier] = runs.data ?? []
  return (
    <Panel title="Noisy student">
      <StartRounds {...form} />
      <Failed of={runs} />
      {latest ? <RoundsOfRun run={latest} onCompare={onCompare} /> : null}
      {earlier.length > 0 ? (
        <details className={styles.earlier}>
          <summary>Earlier runs ({earlier.length})</summary>
          {earlier.map((run) => (
            <RoundsOfRun key={run.id} run={run} onCompare={onCompare} />
          ))}
        </details>
      ) : null}
    </Panel>
  )
}

interface RoundsOfRunProps {
  readonly run: NoisyStudentRun
  readonly onCompare: (model: ModelId) => void
}

function RoundsOfRun({ run, onCompare }: RoundsOfRunProps) {
  const { state, error, resumable } = useLatestRun(run)?.run ?? run
  const resume = useResumeRounds()
  const failure = failureOf({ state, error })
  return (
    <section className={styles.run} aria-label={`Rounds of run ${run.id}`}>
      <header className={styles.runHeader}>
        <strong>Run {run.id}</strong>
        <span role="status">
          {stateNames[state]}, {run.rounds.length} of at most {run.mostRounds} rounds, {networkWords(run.recipe)},{' '}
          {dayAndTime(run.createdAt, new Date())}
          {run.best === null ? '' : `; the best model is ${run.best}`}
        </span>
        {resumable && !isActive({ ...run, state }) ? (
          <Button size="compact-xs" loading={resume.isPending} onClick={() => resume.mutate({ run: run.id })}>
            Resume
          </Button>
        ) : null}
      </header>
      {isActive({ ...run, state }) ? <RuntimeLine className={styles.quiet} /> : null}
      {failure ? (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      ) : null}
      <Failed of={resume} />
      <ol className={styles.timeline} data-testid="rounds">
        {run.rounds.map((round) => (
          <RoundItem key={round.round} round={round} onCompare={onCompare} />
        ))}
      </ol>
    </section>
  )
}
