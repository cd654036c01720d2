import { Button, NativeSelect, NumberInput, SegmentedControl, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import type { TrainingOptions, TrainingRun } from '../../data/contract-types.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useCancelRun } from '../../data/jobs.ts'
import { useStartTraining, useTrainingEstimate } from '../../data/training.ts'
import { count, counted } from '../../ui/count.ts'
import { Panel } from '../../ui/panel.tsx'
import { duration } from '../../ui/time.ts'
import { asRecommended, chosenRecipe, trainRequest } from './training-choices.ts'
import { useTrainingCommands } from './training-commands.ts'
import styles from './training-screen.module.css'

interface ChoicesPanelProps {
  readonly options: TrainingOptions
  /** The run that is at work. */
  readonly active: TrainingRun | null
}

/** The choices that matter, each with a sensible answer already in place, and the button. */
export function ChoicesPanel({ options, active }: ChoicesPanelProps) {
  const [choices, setChoices] = useState(asRecommended)
  const request = useMemo(() => trainRequest(options, choices), [options, choices])
  const [settled] = useDebouncedValue(request, 400)
  const photographs = options.reviewed + options.unreviewed
  const start = useStartTraining()
  const cancel = useCancelRun()
  const estimate = useTrainingEstimate(active || photographs === 0 ? null : settled)
  const recipe = chosenRecipe(options, choices)
  const startable = request !== null && active === null && photographs > 0 && !start.isPending

  const { mutate: begin } = start
  const { mutate: stop } = cancel
  const activeId = active?.id ?? null
  useEffect(() => {
    useTrainingCommands.setState({
      start: startable && request ? () => begin(request) : null,
      cancel: activeId === null ? null : () => stop({ run: activeId }),
    })
    return () => useTrainingCommands.setState({ start: null, cancel: null })
  }, [startable, request, begin, activeId, stop])

  return (
    <Panel title="Fine-tune" className={styles.choices}>
      <Stack gap="md">
        <div className={styles.learnFrom}>
          <div>
            <strong>{count(options.reviewed)}</strong> with a reader’s grade
          </div>
          <div>
            <strong>{count(options.unreviewed)}</strong> with the imported label only
          </div>
        </div>
        <NativeSelect
          label="Recipe"
          value={recipe?.name ?? ''}
          onChange={(event) => setChoices({ ...asRecommended, recipe: event.currentTarget.value })}
          data={options.recipes.map((one) => ({ value: one.name, label: one.name }))}
          disabled={active !== null}
          data-testid="training-recipe"
        />
        <NativeSelect
          label="Network"
          value={choices.architecture ?? recipe?.architecture ?? ''}
          onChange={(event) => setChoices({ ...choices, architecture: event.currentTarget.value })}
          data={options.architectures.map((one) => ({
            value: one.name,
            label: `${one.name}, ${(one.parameters / 1e6).toFixed(1)} M parameters`,
          }))}
          disabled={active !== null}
        />
        <NumberInput
          label="Epochs"
          value={choices.epochs ?? recipe?.epochs ?? 1}
          onChange={(value) => setChoices({ ...choices, epochs: typeof value === 'number' ? value : null })}
          min={1}
          max={1000}
          allowDecimal={false}
          disabled={active !== null}
          data-testid="training-epochs"
        />
        <div>
          <div className={styles.label} id="training-start-from">
            Start from
          </div>
          <SegmentedControl
            fullWidth
            aria-labelledby="training-start-from"
            value={choices.start ?? recipe?.start ?? 'scratch'}
            onChange={(value) => setChoices({ ...choices, start: value === 'current' ? 'current' : 'scratch' })}
            data={[
              {
                value: 'current',
                label: options.current === null ? 'Current model' : `Current model, ${options.current}`,
                disabled: options.current === null,
              },
              { value: 'scratch', label: 'From scratch' },
            ]}
            disabled={active !== null}
          />
        </div>
        {recipe ? (
          <p className={styles.fine}>
            {recipe.size} pixels, {recipe.batch * recipe.accumulation} photographs a step
            {recipe.folds > 0 ? `, ${counted(recipe.folds, 'extra fit')} for predictions of unseen photographs` : ''}.
          </p>
        ) : null}
        <p className={styles.estimate} aria-live="polite" data-testid="training-estimate">
          {active
            ? 'A run is at work; you can go on reviewing meanwhile.'
            : photographs === 0
              ? 'There is nothing to learn from yet: import photographs with labels first.'
              : estimate.isError
                ? `No estimate: ${failureSentence(estimate.error)}`
                : estimate.data && !estimate.isPlaceholderData
                  ? `About ${duration(estimate.data.seconds)} on ${estimate.data.device} (${Math.round(estimate.data.stepMilliseconds)} ms a step, measured).`
                  : 'Measuring a step on this machine…'}
        </p>
        <Button
          size="lg"
          fullWidth
          disabled={!startable}
          loading={start.isPending}
          onClick={() => request && begin(request)}
          data-testid="fine-tune"
        >
          {active ? 'Running' : 'Fine-tune'}
        </Button>
        {start.isError ? (
          <p className={styles.failure} role="alert">
            {failureSentence(start.error)}
          </p>
        ) : null}
        <p className={styles.fine}>Computing on {options.device}.</p>
      </Stack>
    </Panel>
  )
}
