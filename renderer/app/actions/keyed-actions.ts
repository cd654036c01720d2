import { usePreferences } from '../../data/preferences.ts'
import type { Action } from './action.ts'
import { refusal } from './conflicts.ts'
import { actions } from './list.ts'

type ChangedKeys = Readonly<Record<string, readonly string[]>>

/** The actions with the keys this reader has given them. */
export function withKeys(list: readonly Action[], keys: ChangedKeys): readonly Action[] {
  return list.map((action) => {
    const changed = keys[action.id]
    return changed ? { ...action, shortcuts: changed } : action
  })
}

export function currentActions(): readonly Action[] {
  return withKeys(actions, usePreferences.getState().keys)
}

export function useActions(): readonly Action[] {
  const keys = usePreferences((preferences) => preferences.keys)
  return withKeys(actions, keys)
}

/** Gives the action one key of its own. Answers with a sentence where that key is taken, else null. */
export function changeKey(id: string, shortcut: string): string | null {
  const refused = refusal(currentActions(), id, shortcut)
  if (refused) return refused
  usePreferences.getState().setKeys(id, [shortcut])
  return null
}
