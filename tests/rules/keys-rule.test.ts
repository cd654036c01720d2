import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

/** A key in words: by its name or sign, or by its letter where one is told to press it. */
const inWords =
  /\b(?:Ctrl|Shift|Alt|Esc|Escape|Enter|PageUp|PageDown)\b|[⌘⌥⇧]|\b(?:[Pp]ress|[Hh]it|[Kk]ey)\s+[A-Z0-9]\b|\b[A-Z] undoes\b/
/** A key that is announced, or drawn on its cap, and comes from no action. */
const asItCame = /aria-keyshortcuts=(?:["']|\{["'`])|<KeyHint\b|<kbd\b|shownShortcut/i

/** The lines that spell a key, without comments. */
function spelled(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
  return code.split('\n').filter((line) => inWords.test(line) || asItCame.test(line))
}

// What a reader can bind is an action's: whatever else writes its key down is wrong once it is bound anew.
it('no screen spells a key: it is shown through its action', () => {
  const files = globSync('renderer/{screens,ui,viewer,app/frame,app/palette,app/sheets,app/banners}/**/*.{ts,tsx}', {
    cwd: root,
  }).filter((file) => !/(-actions|\.test)\.tsx?$|key-hint\.tsx$/.test(file))
  expect(files.length).toBeGreaterThan(100)
  const found = files.flatMap((file) =>
    spelled(readFileSync(join(root, file), 'utf8')).map((line) => [file, line.trim()]),
  )
  expect(found).toEqual([])
})

it.each([
  '<span>Press U for the reason</span>',
  '<KeyHint keys="D" />',
  '<button aria-keyshortcuts="D">',
  "const hint = 'Shift with an arrow chooses a range.'",
  'Z undoes.',
])('%s spells a key', (line) => {
  expect(spelled(line)).toHaveLength(1)
})

it.each([
  'const key = keys.first // U comes first',
  '<ActionKey of={action} />',
  'Press Fine-tune. Within a second it says what it is doing.',
  'key.announced',
])('%s spells none', (line) => {
  expect(spelled(line)).toEqual([])
})
