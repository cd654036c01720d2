import { Button } from '@mantine/core'
import { useCallback, useRef, useState } from 'react'
import type { ModelId } from '#shared/ids.ts'
import type { TrainingOptions, TrainingRun } from '../../data/contract-types.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useRunList } from '../../data/jobs.ts'
import { isActive } from '../../data/run-rate.ts'
import { useRuns } from '../../data/runs.ts'
import { useTrainingOptions, useTrainingRuns } from '../../data/training.ts'
import { FailureMessage, LoadingMessage } from '../../ui/state-message.tsx'
import { CandidatePanel } from './candidate/candidate-panel.tsx'
import { ChoicesPanel } from './choices-panel.tsx'
import { ModelsPanel } from './models/models-panel.tsx'
import { RateFinderPanel } from './rate-finder-panel.tsx'
import { useRecipeForm } from './recipe-form/use-recipe-form.ts'
import { RoundsPanel } from './rounds/rounds-panel.tsx'
import { RunHistory } from './run/run-history.tsx'
import { RunPanel } from './run/run-panel.tsx'
import styles from './training-screen.module.css'

/** One big button, and everything one wants to know while it works. */
export function TrainingScreen() {
  const options = useTrainingOptions()
  const runs = useTrainingRuns()
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
  return <TrainingPanels options={options.data} runs={runs.data} />
}

interface TrainingPanelsProps {
  readonly options: TrainingOptions
  readonly runs: readonly TrainingRun[]
}

function TrainingPanels({ options, runs }: TrainingPanelsProps) {
  const [looked, setLooked] = useState<string | null>(null)
  const [compared, setCompared] = useState<ModelId | null>(null)
  const told = useRuns((state) => state.byId)
  const learning = useLearning()
  const main = useRef<HTMLDivElement>(null)
  const showBegun = useCallback(() => main.current?.scrollIntoView({ block: 'start' }), [])
  const recipe = useRecipeForm(options, learning !== null)
  const active = runs.find((run) => isActive(told.get(run.id)?.run ?? run)) ?? null
  const shown = active ?? runs.find((run) => run.id === looked) ?? runs[0] ?? null
  /** A run's model stands beside the one in use while its curves are shown. */
  const look = (id: string) => {
    setLooked(id)
    setCompared(runs.find((run) => run.id === id)?.model ?? null)
  }
  return (
    <div className={styles.screen}>
      <ChoicesPanel options={options} recipe={recipe} active={learning} onBegin={showBegun} />
      <div className={styles.main} ref={main}>
        <RateFinderPanel options={options} />
        <RunPanel run={shown} />
        <CandidatePanel chosen={compared} />
        {recipe ? (
          <RoundsPanel
            form={recipe.form}
            request={learning === null ? recipe.request : null}
            teacher={options.current}
            onCompare={setCompared}
          />
        ) : null}
        <ModelsPanel networks={options.architectures.map(({ name }) => name)} onCompare={setCompared} />
        <RunHistory runs={runs} shown={shown?.id ?? null} onLook={look} />
      </div>
    </div>
  )
}

/** The run at work that learns: a fine-tune, or rounds of noisy student. */
function useLearning(): string | null {
  const list = useRunList().data ?? []
  const told = useRuns((state) => state.byId)
  const found = list.find((run) => /train|noisy-student/.test(run.kind) && isActive(told.get(run.id)?.run ?? run))
  return found?.id ?? null
}
