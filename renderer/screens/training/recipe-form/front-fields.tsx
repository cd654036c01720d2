import { Button, NativeSelect } from '@mantine/core'
import type { TrainingOptions } from '../../../data/contract-types.ts'
import { useRateFinder } from '../../../data/rate-finder.ts'
import { useTrainingCommands } from '../training-commands.ts'
import { FieldView, type RecipeFormState } from './field-view.tsx'
import { recipeFields } from './recipe-fields.ts'
import styles from './recipe-form.module.css'
import { ownArchitecture, ownNetwork } from './start-choices.ts'
import { StartField } from './start-field.tsx'

interface FrontFieldsProps {
  readonly form: RecipeFormState
  readonly options: TrainingOptions
}

/** The choices that matter. */
export function FrontFields({ form, options }: FrontFieldsProps) {
  const { draft, problems, change, disabled } = form
  const chooseNetwork = (name: string) => {
    change(['architecture'], name)
    const network = options.architectures.find((one) => one.name === name)
    if (network) change(['size'], network.inputSize)
  }
  const own = ownNetwork(draft.start, options.current)
  return (
    <>
      <StartField form={form} options={options} chooseNetwork={chooseNetwork} />
      <NativeSelect
        label="Network"
        data-testid="recipe-architecture"
        size="xs"
        value={String(draft.architecture ?? '')}
        onChange={(event) => chooseNetwork(event.currentTarget.value)}
        error={problems.get('architecture')}
        data={[
          ...(own === null ? [] : [{ value: ownArchitecture, label: own }]),
          ...options.architectures.map((one) => ({
            value: one.name,
            label: `${one.name}, ${(one.parameters / 1e6).toFixed(1)} M parameters`,
          })),
        ]}
        disabled={disabled}
      />
      <div className={styles.front}>
        <Front name="size" form={form} />
        <Front name="epochs" form={form} />
        <Front name="batch" form={form} />
        <Front name="folds" form={form} />
        <div className={styles.rate}>
          <Front name="learningRate" form={form} />
          <FindRateButton />
        </div>
      </div>
    </>
  )
}

function Front({ name, form }: { readonly name: string; readonly form: RecipeFormState }) {
  const field = recipeFields.find(({ key }) => key === name)
  return field ? <FieldView field={field} path={[name]} form={form} /> : null
}

/** The same command as the palette's. */
function FindRateButton() {
  const searching = useRateFinder(({ search }) => search.state === 'searching')
  const start = useTrainingCommands(({ findRate }) => findRate)
  return (
    <Button variant="default" size="xs" disabled={!start} onClick={() => start?.()} data-testid="find-rate">
      {searching ? 'Searching…' : 'Find a rate'}
    </Button>
  )
}
