import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { Start } from '#shared/recipe/start.ts'
import { usePathPicker } from '../../../app/kit/places/path-picker.tsx'
import type { TrainingOptions } from '../../../data/contract-types.ts'
import { useModels } from '../../../data/models.ts'
import { checkRecipesAnew } from '../../../data/training.ts'
import type { RecipeFormState } from './field-view.tsx'
import styles from './recipe-form.module.css'
import {
  fileChoice,
  networkToTake,
  startChoices,
  startOfFile,
  startOfValue,
  startValue,
  weightsPath,
} from './start-choices.ts'

interface StartFieldProps {
  readonly form: RecipeFormState
  readonly options: TrainingOptions
  readonly chooseNetwork: (name: string) => void
}

/** What the recipe starts from; the network follows where it would not fit. */
export function StartField({ form, options, chooseNetwork }: StartFieldProps) {
  const { draft, problems, change, disabled } = form
  const models = useModels().data ?? []
  /** What is wrong with a file that was picked and not taken. */
  const [refusal, setRefusal] = useState<string | null>(null)
  const begin = (start: Start | string) => {
    setRefusal(null)
    change(['start'], start)
    const networks = options.architectures.map(({ name }) => name)
    const network = networkToTake(start, draft.architecture, { current: options.current, models, networks })
    if (network !== null) chooseNetwork(network)
  }
  const path = weightsPath(draft.start)
  const { pick, browser } = usePathPicker({
    ...{ picks: 'model', title: 'A file of weights to start from', start: path ?? '' },
    onPick: (picked) => {
      const found = startOfFile(picked)
      if ('sentence' in found) {
        setRefusal(found.sentence)
        return
      }
      begin(found.start)
      // The same file again may have other bytes by now.
      void checkRecipesAnew()
    },
  })
  const problem = refusal ?? problems.get('start')
  return (
    <>
      <NativeSelect
        label="Start from"
        size="xs"
        className={styles.start}
        value={startValue(draft.start)}
        onChange={({ currentTarget: { value } }) => (value === fileChoice ? pick() : begin(startOfValue(value)))}
        data={[...startChoices(draft.start, options.current, models)]}
        description={
          draft.start === 'current' && options.current === null
            ? 'There is no model yet; the first run starts from scratch.'
            : undefined
        }
        error={problem === undefined ? undefined : <span className={styles.withLines}>{problem}</span>}
        title={path ?? undefined}
        disabled={disabled}
        data-testid="recipe-start"
      />
      {browser}
    </>
  )
}
