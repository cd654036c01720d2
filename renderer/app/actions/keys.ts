/** What of a keyboard event matters here. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const names: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Escape: 'Esc',
  ' ': 'Space',
}

const modifiers = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead', 'Unidentified'])

/** The ways a key press may be written as a shortcut, the likeliest first; empty for a modifier alone. A digit is also
 *  known by its place, since it needs Shift on some keyboards, and a sign is written without the Shift that makes it. */
export function spellings(press: KeyPress): string[] {
  if (modifiers.has(press.key)) return []
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1]
  const mod = press.ctrlKey || press.metaKey ? 'Mod+' : ''
  const alt = press.altKey ? 'Alt+' : ''
  if (digit !== undefined && !press.shiftKey) return [`${mod}${alt}${digit}`]
  const named = names[press.key] ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key)
  const isLetterOrName = named.length > 1 || /\p{L}/u.test(named)
  const shift = press.shiftKey && isLetterOrName ? 'Shift+' : ''
  const written = [`${mod}${alt}${shift}${named}`]
  if (press.altKey && /^Key[A-Z]$/.test(press.code)) written.push(`${mod}Alt+${shift}${press.code.slice(3)}`)
  return written
}

const symbols: Readonly<Record<string, string>> = { Left: '←', Right: '→', Up: '↑', Down: '↓', Shift: '⇧' }

/** A shortcut as it is shown: "⇧Z", "Ctrl K", "⌘ K". */
export function shownShortcut(shortcut: string, onMac: boolean): string {
  const parts = shortcut === '+' ? ['+'] : shortcut.split('+').map((part) => (part === '' ? '+' : part))
  return parts
    .map((part) => (part === 'Mod' ? (onMac ? '⌘' : 'Ctrl') : part === 'Alt' && onMac ? '⌥' : (symbols[part] ?? part)))
    .join(' ')
    .replace('⇧ ', '⇧')
}
