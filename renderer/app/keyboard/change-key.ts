import { usePreferences } from '../../data/preferences.ts'
import { actions } from '../actions/all-actions.ts'
import type { Action } from '../kit/action.ts'
import { withKeys } from '../kit/bound-actions.ts'
import { onMac } from '../kit/keys/on-mac.ts'
import { refusal } from './conflicts.ts'
import { reservation } from './reserved-keys.ts'

export function currentActions(): readonly Action[] {
  return withKeys(actions, usePreferences.getState().keys)
}

/** Gives the action one key of its own. Answers with a sentence where that key is taken or reserved, else null. */
export function changeKey(id: string, shortcut: string): string | null {
  const refused = reservation(shortcut, onMac) ?? refusal(currentActions(), id, shortcut)
  if (refused) return refused
  usePreferences.getState().setKeys(id, [shortcut])
  return null
}
