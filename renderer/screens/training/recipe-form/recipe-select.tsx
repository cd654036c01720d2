import { Button, NativeSelect } from '@mantine/core'
import type { TrainingOptions } from '../../../data/contract-types.ts'
import type { RecipeDraft } from './recipe-draft.ts'
import styles from './recipe-form.module.css'
import { useRecipe } from './recipe-store.ts'

interface RecipeSelectProps {
  readonly options: TrainingOptions
  readonly base: RecipeDraft
  readonly changed: boolean
  readonly disabled: boolean
}

/** The named recipes and, once one was read, that of a file. */
export function RecipeSelect({ options, base, changed, disabled }: RecipeSelectProps) {
  const choose = useRecipe((state) => state.choose)
  const named = options.recipes.some((recipe) => sameJson(recipe, base))
  return (
    <div className={styles.recipe}>
      <NativeSelect
        label="Recipe"
        size="xs"
        value={named ? String(base.name) : fromFile}
        onChange={(event) => {
          const recipe = options.recipes.find(({ name }) => name === event.currentTarget.value)
          if (recipe) choose(recipe)
        }}
        data={[
          ...options.recipes.map(({ name }) => name),
          ...(named ? [] : [{ value: fromFile, label: `${String(base.name)}, from a file` }]),
        ]}
        disabled={disabled}
        data-testid="training-recipe"
      />
      <Button
        variant="default"
        size="xs"
        disabled={!changed || disabled}
        onClick={() => choose(base)}
        aria-label="Undo changes to the recipe"
        data-testid="recipe-reset"
      >
        Undo changes
      </Button>
    </div>
  )
}

/** No recipe is called that. */
const fromFile = ''

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
