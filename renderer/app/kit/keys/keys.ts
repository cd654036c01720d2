/** What of a keyboard event matters here. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  readonly isComposing: boolean
  getModifierState(modifier: string): boolean
}

const names: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Escape: 'Esc',
  ' ': 'Space',
}

const modifiers = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock', 'NumLock', 'Fn', 'OS'])

/** Signs that a keyboard with Latin letters has where others have letters. */
const signs: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
}

export function isModifier({ key }: Pick<KeyPress, 'key'>): boolean {
  return modifiers.has(key)
}

/** A letter that is still being put together: by a dead key, or by an input method. */
export function isComposed({ key, isComposing }: Pick<KeyPress, 'key' | 'isComposing'>): boolean {
  return isComposing || key === 'Dead' || key === 'Process' || key === 'Unidentified'
}

/** The third sign of a key. Windows tells AltGr as Ctrl and Alt. */
export function isThirdLevel(press: KeyPress): boolean {
  return press.getModifierState('AltGraph') || (press.ctrlKey && press.altKey)
}

/** A digit of the number pad that moves, since NumLock is off (or Shift is held). */
export function isPadMove({ code, key }: Pick<KeyPress, 'code' | 'key'>): boolean {
  return /^Numpad\d$/.test(code) && key.length > 1
}

/** The ways a key press may be written as a shortcut, the likeliest first; empty where it is none: for a modifier alone,
 *  and for what is only a part of a letter. */
export function spellings(press: KeyPress): string[] {
  if (isModifier(press) || isComposed(press)) return []
  if (isThirdLevel(press)) return isSign(press.key) ? [press.key] : []
  const mod = press.ctrlKey || press.metaKey ? 'Mod+' : ''
  const alt = press.altKey ? 'Alt+' : ''
  const shift = press.shiftKey ? 'Shift+' : ''
  const digit = digitByPlace(press)
  // With Alt a Mac writes a sign for every digit.
  if (digit !== null) return [`${mod}${alt}${digit}`, ...(isSign(press.key) && !press.altKey ? [mod + press.key] : [])]
  const letter = letterOf(press)
  if (letter !== null) return [`${mod}${alt}${shift}${letter}`]
  const named = names[press.key] ?? press.key
  // A sign is written without the Shift that makes it.
  const written = [`${mod}${alt}${named.length > 1 ? shift : ''}${named}`]
  const place = letterPlace(press.code)
  // A Mac writes another sign then.
  if (press.altKey && place !== null) written.push(`${mod}Alt+${shift}${place}`)
  return written
}

/** A digit is known by its place too, since it needs Shift on some keyboards, and on a number pad or a keyboard of another
 *  script it may be written otherwise. */
function digitByPlace({ code, key, shiftKey }: KeyPress): string | null {
  if (shiftKey || key.length > 1) return null
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? null
}

/** A Latin letter as it is written on its cap; of other scripts, what a Latin keyboard has in that place. */
function letterOf({ key, code, shiftKey }: KeyPress): string | null {
  if (/^\p{Script=Latin}$/u.test(key)) return key.toUpperCase()
  // Some keys write two letters at once: لا.
  if (!/^(?:(?!\p{Script=Latin})\p{L}\p{M}*)+$/u.test(key)) return null
  return letterPlace(code) ?? (shiftKey ? null : (signs[code] ?? null))
}

function letterPlace(code: string): string | null {
  return /^Key([A-Z])$/.exec(code)?.[1] ?? null
}

function isSign(key: string): boolean {
  return /^[^\p{L}\p{N}\s]$/u.test(key)
}

const symbols: Readonly<Record<string, string>> = { Left: '←', Right: '→', Up: '↑', Down: '↓', Shift: '⇧' }

/** A shortcut as it is shown: "⇧Z", "Ctrl K", "⌘ K". */
export function shownShortcut(shortcut: string, onMac: boolean): string {
  return partsOf(shortcut)
    .map((part) => (part === 'Mod' ? (onMac ? '⌘' : 'Ctrl') : part === 'Alt' && onMac ? '⌥' : (symbols[part] ?? part)))
    .join(' ')
    .replace('⇧ ', '⇧')
}

const ariaNames: Readonly<Record<string, string>> = {
  Left: 'ArrowLeft',
  Right: 'ArrowRight',
  Up: 'ArrowUp',
  Down: 'ArrowDown',
  Esc: 'Escape',
  '+': 'Plus',
}

/** Shortcuts as `aria-keyshortcuts` has them (WAI-ARIA 1.2): "Control+K /"; nothing where there is none. */
export function announcedShortcuts(shortcuts: readonly string[], onMac: boolean): string | undefined {
  const announced = shortcuts.map((shortcut) =>
    partsOf(shortcut)
      .map((part) => (part === 'Mod' ? (onMac ? 'Meta' : 'Control') : (ariaNames[part] ?? part)))
      .join('+'),
  )
  return announced.join(' ') || undefined
}

function partsOf(shortcut: string): readonly string[] {
  return shortcut === '+'
    ? ['+']
    : shortcut
        .replace(/\+\+$/, '+Plus')
        .split('+')
        .map((part) => (part === 'Plus' ? '+' : part))
}
