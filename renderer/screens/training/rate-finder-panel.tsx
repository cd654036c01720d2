import { Button } from '@mantine/core'
import { useMemo } from 'react'
import type { FoundRate } from '#shared/contract/training.ts'
import type { TrainingOptions } from '../../data/contract-types.ts'
import { useRateFinder } from '../../data/rate-finder.ts'
import { CurveChart } from '../../ui/charts/curve-chart.tsx'
import { rateText } from '../../ui/number-text.ts'
import { Panel } from '../../ui/panel.tsx'
import { ProgressLine } from '../../ui/progress-line.tsx'
import { stageName } from '../../ui/run-stage.ts'
import { rateCurve, rateSuggestions } from './rate-curve.ts'
import { useRecipe } from './recipe-form/recipe-store.ts'
import { RuntimeLine } from './run/runtime-line.tsx'
import styles from './training-screen.module.css'

/** The search for a learning rate: how far it is, then its curve and both suggestions, each a press away. */
export function RateFinderPanel({ options }: { readonly options: TrainingOptions }) {
  const { search, close } = useRateFinder()
  if (search.state === 'none') return null
  return (
    <Panel
      title="Learning rates tried"
      aside={
        <Button size="xs" variant="default" onClick={close} data-testid="rate-finder-close">
          {search.state === 'searching' ? 'Stop' : 'Close'}
        </Button>
      }
    >
      {search.state === 'searching' ? (
        <div role="status" className={styles.searching}>
          <p className={styles.estimate}>
            {search.total > 0
              ? `${capitalised(stageName(search.stage))}: ${search.done} of ${search.total}`
              : 'Preparing to try learning rates…'}
          </p>
          <ProgressLine label="Learning rates tried" done={search.done} total={search.total} />
          <RuntimeLine className={styles.fine} />
        </div>
      ) : null}
      {search.state === 'failed' ? (
        <p className={styles.failure} role="alert">
          {search.sentence}
        </p>
      ) : null}
      {search.state === 'found' ? <Found found={search.found} options={options} /> : null}
    </Panel>
  )
}

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

const lossLine = [{ name: 'smoothed', colour: '#b4b5b7', dashed: false }]

function Found({ found, options }: { readonly found: FoundRate; readonly options: TrainingOptions }) {
  const change = useRecipe((state) => state.change)
  const from = useRecipe((state) => state.draft) ?? options.recipes[0]
  const { data, xRange, yRange } = useMemo(() => rateCurve(found), [found])
  const suggestions = useMemo(() => rateSuggestions(found), [found])
  const taken = from?.learningRate
  return (
    <div data-testid="rate-found">
      <CurveChart
        title="Loss by learning rate"
        lines={lossLine}
        data={data}
        xRange={xRange}
        yRange={yRange}
        logarithmic
        marks={suggestions}
        testId="rate-curve"
      />
      <div className={styles.choice}>
        {suggestions.map(({ at, name }) => (
          <Button
            key={name}
            variant={taken === at ? 'light' : 'default'}
            aria-pressed={taken === at}
            onClick={() => from && change(from, ['learningRate'], at)}
            data-testid="rate-take"
          >
            {taken === at ? 'Taken' : 'Take'} {rateText(at)}: {name}
          </Button>
        ))}
        {found.steepest === null ? (
          <span className={styles.fine}>The loss never fell; a longer look may help.</span>
        ) : null}
      </div>
    </div>
  )
}
