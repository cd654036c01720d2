import { usePreferences } from '../../data/preferences.ts'
import type { Action } from './action.ts'
import { type BoundKeys, boundKeys } from './keys/bound-keys.ts'

type ChangedKeys = Readonly<Record<string, readonly string[]>>

/** The actions with the keys this reader has given them. */
export function withKeys(list: readonly Action[], keys: ChangedKeys): readonly Action[] {
  return list.map((action) => {
    const changed = keys[action.id]
    return changed ? { ...action, shortcuts: changed } : action
  })
}

/** An action as a component shows it. Wherever a key is shown or announced it comes from `keys`, so that a key the reader has
 *  changed is told as it is. */
export interface BoundAction extends Action {
  readonly keys: BoundKeys
  /** Runs it, where it can be run now. */
  press(): void
}

export function useBoundActions(list: readonly Action[]): readonly BoundAction[] {
  const keys = usePreferences((preferences) => preferences.keys)
  return withKeys(list, keys).map((action) => ({
    ...action,
    keys: boundKeys(action),
    press: () => {
      if (action.enabled()) action.run()
    },
  }))
}

/** Finds an action of the list by its id. An id that is not in the list is a mistake in the program. */
export function useBound(list: readonly Action[]): (id: string) => BoundAction {
  const actions = useBoundActions(list)
  return (id) => {
    const action = actions.find((one) => one.id === id)
    if (!action) throw new Error(`No action is called ${id}.`)
    return action
  }
}
