import type { KeyPress } from './keys.ts'

type Rest = Partial<Omit<KeyPress, 'getModifierState'>> & { readonly altGraph?: boolean }

/** A key event of a test, as Chromium would tell it. */
export function madePress(key: string, { altGraph = false, ...rest }: Rest = {}): KeyPress {
  return {
    key,
    code: '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    ...rest,
    getModifierState: (modifier) => modifier === 'AltGraph' && altGraph,
  }
}
