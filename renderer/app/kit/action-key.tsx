import { KeyHint } from '../../ui/key-hint.tsx'
import type { BoundAction } from './bound-actions.ts'

/** The key that an action answers to first, as it is bound, or those of several; nothing where there is none. */
export function ActionKey({ of }: { readonly of: BoundAction | readonly BoundAction[] }) {
  const shown = [of].flat().flatMap(({ keys }) => keys.first ?? [])
  return shown.length > 0 ? <KeyHint keys={shown.join(' ')} /> : null
}
