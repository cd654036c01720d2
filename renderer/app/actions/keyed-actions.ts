import { usePreferences } from '../../data/preferences.ts'
import { refusal } from '../keyboard/conflicts.ts'
import { reservation } from '../keyboard/reserved-keys.ts'
import type { Action } from '../kit/action.ts'
import { announcedShortcuts, shownShortcut } from '../kit/keys/keys.ts'
import { onMac } from '../kit/keys/on-mac.ts'
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

/** The keys of an action as they are bound: `first` and `all` to be shown, `announced` for `aria-keyshortcuts`. */
export interface BoundKeys {
  readonly first: string | null
  readonly all: string | null
  readonly announced: string | undefined
}

export function boundKeys(action: Pick<Action, 'shortcuts'> | undefined): BoundKeys {
  const shortcuts = action?.shortcuts ?? []
  const shown = shortcuts.map((shortcut) => shownShortcut(shortcut, onMac))
  return {
    first: shown[0] ?? null,
    all: shown.join(' or ') || null,
    announced: announcedShortcuts(shortcuts, onMac),
  }
}

/** Wherever a key is shown or announced it comes from here, so that a key the reader has changed is told as it is. */
export function useKeys(): (id: string) => BoundKeys {
  const list = useActions()
  return (id) => boundKeys(list.find((action) => action.id === id))
}

/** Gives the action one key of its own. Answers with a sentence where that key is taken or reserved, else null. */
export function changeKey(id: string, shortcut: string): string | null {
  const refused = reservation(shortcut, onMac) ?? refusal(currentActions(), id, shortcut)
  if (refused) return refused
  usePreferences.getState().setKeys(id, [shortcut])
  return null
}
