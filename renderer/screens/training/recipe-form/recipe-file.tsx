import { Button, FileButton } from '@mantine/core'
import { useState } from 'react'
import { Failed } from '../../../app/kit/failed.tsx'
import type { TrainRequest } from '../../../data/contract-types.ts'
import { useSaveRecipe } from '../../../data/training.ts'
import { recipeFromText } from './recipe-draft.ts'
import styles from './recipe-form.module.css'
import { useRecipe } from './recipe-store.ts'

interface RecipeFileProps {
  readonly request: TrainRequest | null
  readonly disabled: boolean
}

/** A recipe taken from a JSON file, or written to one. */
export function RecipeFile({ request, disabled }: RecipeFileProps) {
  const choose = useRecipe((state) => state.choose)
  const save = useSaveRecipe()
  const [sentence, setSentence] = useState<string | null>(null)
  const read = async (file: File | null) => {
    if (!file) return
    const found = recipeFromText(await file.text())
    if ('recipe' in found) choose(found.recipe)
    setSentence('recipe' in found ? null : `${file.name}: ${found.sentence}`)
  }
  return (
    <div className={styles.file}>
      <span>As a file:</span>
      <FileButton accept="application/json,.json" onChange={(file) => void read(file)} disabled={disabled}>
        {(button) => (
          <Button {...button} variant="default" size="compact-xs" disabled={disabled}>
            Import…
          </Button>
        )}
      </FileButton>
      <Button
        variant="default"
        size="compact-xs"
        disabled={!request}
        loading={save.isPending}
        onClick={() => request && save.mutate(request)}
        data-testid="recipe-export"
      >
        Export
      </Button>
      {sentence ? (
        <p className={styles.problem} role="alert">
          {sentence}
        </p>
      ) : null}
      <Failed of={save} />
      {save.data ? <p role="status">Written to {save.data.file}</p> : null}
    </div>
  )
}
