import { describe, expect, it } from 'vitest'
import { announcedShortcuts, shownShortcut, spellings } from './keys.ts'
import { madePress as press } from './made-press.ts'

describe('spellings of a key press', () => {
  it('writes a letter in capitals, whatever the caps lock', () => {
    expect(spellings(press('h', { code: 'KeyH' }))).toEqual(['H'])
    expect(spellings(press('H', { code: 'KeyH' }))).toEqual(['H'])
  })

  it('keeps Shift for letters and named keys, and drops it where it only makes the sign', () => {
    expect(spellings(press('Z', { shiftKey: true }))).toEqual(['Shift+Z'])
    expect(spellings(press('ArrowLeft', { shiftKey: true }))).toEqual(['Shift+Left'])
    expect(spellings(press('?', { shiftKey: true }))).toEqual(['?'])
  })

  it('knows a digit by its place, on a French keyboard and on the number pad', () => {
    expect(spellings(press('é', { code: 'Digit2' }))).toEqual(['2'])
    expect(spellings(press('3', { code: 'Numpad3' }))).toEqual(['3'])
  })

  it('takes Ctrl and ⌘ for the same', () => {
    expect(spellings(press('k', { ctrlKey: true }))).toEqual(['Mod+K'])
    expect(spellings(press('k', { metaKey: true }))).toEqual(['Mod+K'])
  })

  it('hears Alt with a digit by its place, since a Mac writes another sign then', () => {
    expect(spellings(press('¡', { altKey: true, code: 'Digit1' }))).toEqual(['Alt+1'])
  })

  it('is silent for a modifier alone', () => {
    expect(spellings(press('Shift', { shiftKey: true }))).toEqual([])
  })
})

describe('a shortcut as it is announced', () => {
  it('is spelled as WAI-ARIA has it', () => {
    expect(announcedShortcuts(['Mod+K', '/'], false)).toBe('Control+K /')
    expect(announcedShortcuts(['Mod+K', '/'], true)).toBe('Meta+K /')
    expect(announcedShortcuts(['Shift+Left', 'Esc', '+'], false)).toBe('Shift+ArrowLeft Escape Plus')
    expect(announcedShortcuts([], false)).toBeUndefined()
  })
})

describe('a shortcut as it is shown', () => {
  it('uses the words of the machine', () => {
    expect(shownShortcut('Mod+K', false)).toBe('Ctrl K')
    expect(shownShortcut('Mod+K', true)).toBe('⌘ K')
    expect(shownShortcut('Shift+Left', false)).toBe('⇧←')
    expect(shownShortcut('+', false)).toBe('+')
  })
})
