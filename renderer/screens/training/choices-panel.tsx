import { Button } from '@mantine/core'
import { useCallback, useEffect } from 'react'
import { Failed } from '../../app/kit/failed.tsx'
import type { TrainingOptions, TrainRequest } from '../../data/contract-types.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useCancelRun } from '../../data/jobs.ts'
import { useRateFinder } from '../../data/rate-finder.ts'
import { useStartTraining, useTrainingEstimate } from '../../data/training.ts'
import { count, counted } from '../../ui/count.ts'
import { Panel } from '../../ui/panel.tsx'
import { duration } from '../../ui/time.ts'
import { FieldGroups } from './recipe-form/field-groups.tsx'
import { FrontFields } from './recipe-form/front-fields.tsx'
import { RecipeFile } from './recipe-form/recipe-file.tsx'
import { RecipeSelect } from './recipe-form/recipe-select.tsx'
import type { RecipeForm } from './recipe-form/use-recipe-form.ts'
import { offerCommands } from './training-commands.ts'
import styles from './training-screen.module.css'

interface ChoicesPanelProps {
  readonly options: TrainingOptions
  readonly recipe: RecipeForm | null
  /** The run that is at work. */
  readonly active: string | null
  /** Brings what was begun into sight. */
  readonly onBegin: () => void
}

/** The recipe, with the choices that matter in front, how long it will take, and the button. */
export function ChoicesPanel({ options, recipe, active, onBegin }: ChoicesPanelProps) {
  const photographs = options.reviewed + options.unreviewed
  const start = useStartTraining()
  const cancel = useCancelRun()
  const searching = useRateFinder(({ search }) => search.state === 'searching')
  // A step that is measured beside another one's would seem slower than it is.
  const measurable = active === null && !searching && photographs > 0
  const estimate = useTrainingEstimate(measurable ? (recipe?.checked ?? null) : null)
  const request = recipe?.request ?? null
  const startable = request !== null && active === null && !searching && photographs > 0 && !start.isPending

  const { mutate } = start
  const begin = useCallback((asked: TrainRequest) => mutate(asked, { onSuccess: onBegin }), [mutate, onBegin])
  const { mutate: stop } = cancel
  const search = useRateFinder((state) => state.start)
  const findRate = useCallback(
    (asked: TrainRequest) => {
      void search(asked)
      onBegin()
    },
    [search, onBegin],
  )
  useEffect(() => {
    return offerCommands({
      start: startable && request ? () => begin(request) : null,
      findRate: startable && request ? () => findRate(request) : null,
      cancel: active === null ? null : () => stop({ run: active }),
    })
  }, [startable, request, begin, findRate, active, stop])

  const problems = recipe?.form.problems.size ?? 0
  const estimateSentence = () => {
    if (active) return 'A run is at work; you can go on reviewing meanwhile.'
    if (searching) return 'Learning rates are being tried; stop that or wait for it to begin.'
    if (photographs === 0) return 'There is nothing to learn from yet: import photographs with labels first.'
    if (problems > 0) return `${counted(problems, 'value')} of the recipe must be put right first.`
    if (estimate.isError) return `No estimate, as no step could be measured: ${failureSentence(estimate.error)}`
    if (!estimate.data || estimate.isPlaceholderData)
      return 'Measuring a step on this machine, which takes some seconds…'
    const { seconds, device, stepMilliseconds } = estimate.data
    return `About ${duration(seconds)} on ${device} (${Math.round(stepMilliseconds)} ms a step, measured).`
  }
  return (
    <Panel title="Fine-tune" className={styles.choices}>
      <div className={styles.choicesBody}>
        <div className={styles.learnFrom}>
          <div>
            <strong>{count(options.reviewed)}</strong> with a reader’s grade
          </div>
          <div>
            <strong>{count(options.unreviewed)}</strong> with the imported label only
          </div>
        </div>
        {recipe ? (
          <>
            <RecipeSelect
              options={options}
              base={recipe.base}
              changed={recipe.changed.size > 0}
              disabled={active !== null}
            />
            <FrontFields form={recipe.form} options={options} />
            <FieldGroups form={recipe.form} changed={recipe.changed} />
            <RecipeFile request={request} disabled={active !== null} />
          </>
        ) : null}
      </div>
      <div className={styles.choicesEnd}>
        <p className={styles.estimate} aria-live="polite" data-testid="training-estimate">
          {estimateSentence()}
        </p>
        <Button
          size="md"
          fullWidth
          disabled={!startable}
          loading={start.isPending}
          onClick={() => request && begin(request)}
          data-testid="fine-tune"
        >
          {active ? 'Running' : 'Fine-tune'}
        </Button>
        <Failed of={start} />
        <p className={styles.fine}>Computing on {options.device}.</p>
      </div>
    </Panel>
  )
}
