import { NativeSelect } from '@mantine/core'
import type { TrainingOptions } from '../../../data/contract-types.ts'
import { useModels } from '../../../data/models.ts'
import type { RecipeFormState } from './field-view.tsx'
import { ownNetwork, startChoices, startOfValue, startValue } from './start-choices.ts'

interface StartFieldProps {
  readonly form: RecipeFormState
  readonly options: TrainingOptions
  readonly chooseNetwork: (name: string) => void
}

/** Stands for the network of the model that a recipe starts from. */
export const ownArchitecture = 'current'

/** What the recipe starts from; the network follows where it would not fit. */
export function StartField({ form, options, chooseNetwork }: StartFieldProps) {
  const { draft, problems, change, disabled } = form
  const models = useModels().data ?? []
  const choose = (value: string) => {
    const start = startOfValue(value)
    change(['start'], start)
    const own = draft.architecture === ownArchitecture
    const model = models.find(({ id }) => id === value)
    if (own && ownNetwork(start, options.current) === null) chooseNetwork(options.architectures[0]?.name ?? '')
    if (model && !own && model.architecture !== draft.architecture) change(['architecture'], ownArchitecture)
  }
  return (
    <NativeSelect
      label="Start from"
      size="xs"
      value={startValue(draft.start)}
      onChange={(event) => choose(event.currentTarget.value)}
      data={[...startChoices(draft.start, options.current, models)]}
      description={
        draft.start === 'current' && options.current === null
          ? 'There is no model yet; the first run starts from scratch.'
          : undefined
      }
      error={problems.get('start')}
      disabled={disabled}
      data-testid="recipe-start"
    />
  )
}
