import type { RunState } from '#shared/contract/common.ts'
import type { TrainingRun } from '../../../data/contract-types.ts'
import { useNoisyStudentRuns } from '../../../data/noisy-student.ts'
import { useRuns } from '../../../data/runs.ts'
import { LinkButton } from '../../../ui/link-button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { dayAndTime, duration } from '../../../ui/time.ts'
import { networkWords } from '../models/card-facts.ts'
import styles from '../training-screen.module.css'

const shortNames: Readonly<Record<RunState, string>> = {
  queued: 'waiting',
  running: 'running',
  cancelling: 'stopping',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
  failed: 'failed',
  done: 'done',
}

interface RunHistoryProps {
  readonly runs: readonly TrainingRun[]
  readonly shown: string | null
  readonly onLook: (run: string) => void
}

/** Every run, newest first; choosing one shows its curves above. */
export function RunHistory({ runs, shown, onLook }: RunHistoryProps) {
  const told = useRuns((state) => state.byId)
  const rounds = new Map(
    (useNoisyStudentRuns().data ?? []).flatMap((whole) =>
      whole.rounds.map(({ run, round }) => [run, `, round ${round} of ${whole.id}`]),
    ),
  )
  const now = new Date()
  if (runs.length === 0) return null
  return (
    <Panel title="Runs">
      <table className={styles.history}>
        <thead>
          <tr>
            <th>Run</th>
            <th>State</th>
            <th>Started</th>
            <th>Took</th>
            <th>Recipe</th>
            <th>Network</th>
            <th>Epochs</th>
            <th>Best kappa</th>
            <th>Model</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const state = told.get(run.id)?.run.state ?? run.state
            const best = Math.max(...run.epochs.flatMap((epoch) => epoch.qwk ?? []))
            return (
              <tr key={run.id} data-shown={run.id === shown || undefined}>
                <td>
                  <LinkButton onClick={() => onLook(run.id)} aria-current={run.id === shown}>
                    {run.id}
                  </LinkButton>
                </td>
                <td>{shortNames[state]}</td>
                <td>{dayAndTime(run.createdAt, now)}</td>
                <td>{run.finishedAt === null ? '–' : duration(secondsBetween(run.createdAt, run.finishedAt))}</td>
                <td>
                  {run.recipe.name}
                  {rounds.get(run.id) ?? ''}
                </td>
                <td>{networkWords(run.recipe)}</td>
                <td>
                  {run.epochs.length} of {run.recipe.epochs}
                </td>
                <td>{Number.isFinite(best) ? best.toFixed(3) : '–'}</td>
                <td>{run.model ?? '–'}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Panel>
  )
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000
}
