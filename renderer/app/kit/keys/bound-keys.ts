import { announcedShortcuts, shownShortcut } from './keys.ts'
import { onMac } from './on-mac.ts'

/** The keys of an action as they are bound: `each`, the `first` and `all` to be shown, `announced` for `aria-keyshortcuts`. */
export interface BoundKeys {
  readonly each: readonly string[]
  readonly first: string | null
  readonly all: string | null
  readonly announced: string | undefined
}

export function boundKeys({ shortcuts }: { readonly shortcuts: readonly string[] }): BoundKeys {
  const each = shortcuts.map((shortcut) => shownShortcut(shortcut, onMac))
  return {
    each,
    first: each[0] ?? null,
    all: each.join(' or ') || null,
    announced: announcedShortcuts(shortcuts, onMac),
  }
}
