import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import type { TrainingOptions, TrainRequest } from '../../../data/contract-types.ts'
import { useRecipeCheck } from '../../../data/training.ts'
import type { RecipeFormState } from './field-view.tsx'
import { changedFields, draftProblems, type RecipeDraft, withProblem } from './recipe-draft.ts'
import { useRecipe } from './recipe-store.ts'

export interface RecipeForm {
  readonly form: RecipeFormState
  readonly base: RecipeDraft
  readonly changed: ReadonlySet<string>
  /** The draft as a request; null while something is wrong with it. */
  readonly request: TrainRequest | null
  /** The same once typing has paused and the workstation has found nothing wrong. */
  readonly checked: TrainRequest | null
}

/** The recipe that is being edited. Each field is held against the schema at once; what only holds between fields, the
 *  workstation is asked for. Null where there is no recipe at all. */
export function useRecipeForm(options: TrainingOptions, disabled: boolean): RecipeForm | null {
  const chosen = useRecipe()
  const base = chosen.base ?? options.recipes[0] ?? null
  const draft = chosen.draft ?? base
  const own = useMemo(() => draftProblems(draft ?? {}), [draft])
  const request = useMemo(() => (draft && own.size === 0 ? { recipe: JSON.stringify(draft) } : null), [draft, own])
  const [settled] = useDebouncedValue(request, 400)
  const check = useRecipeCheck(settled)
  const answered = settled === request && !check.isPlaceholderData
  const fault = answered ? (check.data ?? null) : null
  const problems = useMemo(
    () => (fault ? withProblem(own, fault.field ?? 'architecture', fault.sentence) : own),
    [own, fault],
  )
  const changed = useMemo(() => changedFields(draft ?? {}, base ?? {}), [draft, base])
  if (!draft || !base) return null
  return {
    form: { draft, problems, disabled, change: (path, value) => chosen.change(base, path, value) },
    base,
    changed,
    request: fault ? null : request,
    checked: answered && check.data === null ? settled : null,
  }
}
