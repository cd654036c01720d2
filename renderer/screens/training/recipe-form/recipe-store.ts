import { create } from 'zustand'
import { type FieldPath, type RecipeDraft, withValue } from './recipe-draft.ts'

interface RecipeStore {
  /** The recipe that was chosen or read from a file, as it came; null where none was yet. */
  readonly base: RecipeDraft | null
  readonly draft: RecipeDraft | null
  readonly choose: (recipe: RecipeDraft) => void
  /** `from`: what is shown, where nothing was chosen yet. */
  readonly change: (from: RecipeDraft, path: FieldPath, value: unknown) => void
}

export const freshRecipe = { base: null, draft: null }

/** The recipe on the training screen; it stays while one looks at another screen. */
export const useRecipe = create<RecipeStore>((set) => ({
  ...freshRecipe,
  choose: (recipe) => set({ base: recipe, draft: recipe }),
  change: (from, path, value) =>
    set(({ base, draft }) => ({ base: base ?? from, draft: withValue(draft ?? from, path, value) })),
}))
