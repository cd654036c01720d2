import { isComposed, isModifier, isThirdLevel, type KeyPress, shownShortcut } from '../kit/keys/keys.ts'

/** What the browser or the system does with a key, by the key with Ctrl or ⌘. Some of these a page never hears (W, T, N);
 *  the others it could take away, and a reader in need of them would find them gone. */
const withMod: Readonly<Record<string, string>> = {
  W: 'closes the tab',
  T: 'opens a tab',
  N: 'opens a window',
  Q: 'ends the program',
  R: 'loads the page again',
  L: 'goes to the address',
  F: 'looks for words on the page',
  G: 'looks for the next such word',
  P: 'prints',
  S: 'saves the page',
  O: 'opens a file',
  D: 'makes a bookmark',
  H: 'shows the history',
  J: 'shows the downloads',
  U: 'shows the source of the page',
  M: 'puts the window away',
  A: 'chooses everything',
  C: 'copies',
  V: 'pastes',
  X: 'cuts',
  '+': 'makes the page larger',
  '=': 'makes the page larger',
  '-': 'makes the page smaller',
  PageUp: 'goes to the tab before',
  PageDown: 'goes to the next tab',
  Home: 'goes to the top of the page',
  End: 'goes to the end of the page',
  Left: 'goes a word or a page back',
  Right: 'goes a word or a page on',
  Up: 'goes to the top of the page',
  Down: 'goes to the end of the page',
}

const withModAndShift: Readonly<Record<string, string>> = {
  W: 'closes the window',
  T: 'opens the last tab again',
  N: 'opens a private window',
  R: 'loads the page anew',
  I: 'opens the developer tools',
  J: 'opens the developer tools',
  C: 'opens the developer tools',
  Delete: 'clears what was looked at',
}

const withAlt: Readonly<Record<string, string>> = {
  F4: 'closes the window',
  Space: 'opens the menu of the window',
  Left: 'goes a page back',
  Right: 'goes a page on',
  Up: 'belongs to the browser',
  Down: 'opens lists',
  Home: 'goes to the start page',
  D: 'goes to the address',
  E: 'opens the menu of the browser',
  F: 'opens the menu of the browser',
}

/** By themselves or with any other key held. */
const always: Readonly<Record<string, string>> = {
  Tab: 'goes from button to button',
  Esc: 'leaves what is open',
  F1: 'opens the help of the browser',
  F3: 'looks for words on the page',
  F5: 'loads the page again',
  F6: 'goes to the address',
  F7: 'puts a cursor into the page',
  F10: 'opens the menu',
  F11: 'fills the screen',
  F12: 'opens the developer tools',
  ContextMenu: 'opens the menu of what has the focus',
  PrintScreen: 'takes a picture of the screen',
  Pause: 'belongs to the system',
  ScrollLock: 'belongs to the system',
}

/** These press the button that has the focus, so that whoever uses no mouse could press none. */
const pressing: readonly string[] = ['Enter', 'Space', 'Shift+Enter', 'Shift+Space']

/** Keys of loudness, light, music and mail. */
const special = /^(Audio|Media|Browser|Launch|Brightness|Volume|Microphone|Mail|Power|Sleep|WakeUp|Eject)/

/** Why no action may have this key, or null where one may. Without a sentence of its own for what another action has. */
export function reservation(shortcut: string, onMac: boolean): string | null {
  const does = doingOf(shortcut)
  return does && `${shownShortcut(shortcut, onMac)} ${does}. Choose another key.`
}

function doingOf(shortcut: string): string | null {
  if (pressing.includes(shortcut)) return 'presses the button that has the focus'
  const parts = /^(Mod\+)?(Alt\+)?(Shift\+)?(.+)$/.exec(shortcut)
  const [, mod, alt, shift, key = ''] = parts ?? []
  if (special.test(key)) return 'belongs to the system'
  if (key in always) return always[key] ?? null
  if (alt && !mod) return withAlt[key] ?? null
  if (!mod || alt) return null
  if (/^\d$/.test(key)) return key === '0' ? 'shows the page in its usual size' : 'goes to another tab'
  return (shift ? withModAndShift[key] : withMod[key]) ?? null
}

/** Why this press can be no shortcut, whatever is free; null where it can. `waiting`: the next press may be one. */
export function unusable(
  press: KeyPress,
  onMac: boolean,
): { readonly sentence: string; readonly waiting: boolean } | null {
  if (isComposed(press)) {
    const sentence = 'This key is only a part of a letter (a dead key, or an input method). Choose another key.'
    return { sentence, waiting: false }
  }
  if (press.metaKey && !onMac) {
    return { sentence: 'The Windows key belongs to the system. Choose another key.', waiting: isModifier(press) }
  }
  if (isThirdLevel(press) && !isModifier(press)) {
    const sentence = 'AltGr, or Ctrl with Alt, writes other signs on many keyboards. Choose another key.'
    return { sentence, waiting: false }
  }
  if (isModifier(press)) return { sentence: 'Now another key with it.', waiting: true }
  return null
}
