import { screenOf } from '../address.ts'
import { type Action, everywhere, type Scope } from '../kit/action.ts'
import { type KeyPress, spellings } from '../kit/keys/keys.ts'
import { useRoute } from '../kit/route.ts'
import type { Screen } from '../kit/screen.ts'
import { currentActions } from './change-key.ts'

/** The scopes whose keys are heard, the nearest first. */
export function heardScopes({ name, mode }: Pick<Screen, 'name' | 'mode'>): readonly Scope[] {
  return mode?.isOn() ? [mode.scope, name, everywhere] : [name, everywhere]
}

/** The action a key press stands for: the first of the nearest scope that has it and can be run. */
export function actionFor(press: KeyPress, scopes: readonly Scope[], actions: readonly Action[]): Action | undefined {
  for (const spelling of spellings(press)) {
    for (const scope of scopes) {
      const found = actions.find(
        (action) => action.scope === scope && action.shortcuts.includes(spelling) && action.enabled(),
      )
      if (found) return found
    }
  }
  return undefined
}

/** Keys belong to the field, list or sheet that has the focus before they belong to the screen. */
function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="listbox"]') !== null
}

const arrows = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'])

/** Listens for keys for as long as the page lives. */
export function listenForKeys(): void {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('[role="dialog"]')) return
    if (takesKeys(event.target)) return
    // Enter held down would press the button that has the focus again and again: the grade just given, on what follows.
    if (event.repeat && event.key === 'Enter') event.preventDefault()
    const onSlider = event.target instanceof Element && event.target.closest('[role="slider"], [role="radiogroup"]')
    if (onSlider && arrows.has(event.key)) return
    const screen = screenOf(useRoute.getState().route)
    const inMode = screen.mode?.isOn() ?? false
    const action = actionFor(event, heardScopes(screen), currentActions())
    if (!action) return
    event.preventDefault()
    // A grade key held down must not grade the photographs that follow.
    if (event.repeat && !action.repeats) return
    if (inMode && action.scope === screen.name) screen.mode?.leave()
    action.run()
    screen.heard?.(event)
  })
}
