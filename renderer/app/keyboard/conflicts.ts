import { type Action, everywhere, type Scope } from '../kit/action.ts'
import { shownShortcut } from '../kit/keys/keys.ts'
import { onMac } from '../kit/keys/on-mac.ts'

type Keyed = Pick<Action, 'id' | 'label' | 'scope' | 'shortcuts'>

/** Scopes that can be heard at the same moment. A mode comes before its screen on purpose, so those two never clash. */
function clash(a: Scope, b: Scope): boolean {
  return a === b || a === everywhere || b === everywhere
}

/** A sentence for every key that two actions would answer to. */
export function keyConflicts(actions: readonly Keyed[]): string[] {
  return actions.flatMap((action, index) =>
    actions.slice(index + 1).flatMap((other) => {
      if (!clash(action.scope, other.scope)) return []
      return action.shortcuts
        .filter((shortcut) => other.shortcuts.includes(shortcut))
        .map((shortcut) => `${shortcut} is taken: “${action.label}” and “${other.label}” cannot share it.`)
    }),
  )
}

/** Why the action may not have this key, or null where it may. */
export function refusal(actions: readonly Keyed[], id: string, shortcut: string): string | null {
  const action = actions.find((one) => one.id === id)
  if (!action) return null
  const other = actions.find(
    (one) => one.id !== id && clash(one.scope, action.scope) && one.shortcuts.includes(shortcut),
  )
  return other ? `${shownShortcut(shortcut, onMac)} is taken by “${other.label}”. Change that one first.` : null
}
