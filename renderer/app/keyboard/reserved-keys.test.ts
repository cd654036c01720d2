import { describe, expect, it } from 'vitest'
import { actions } from '../actions/all-actions.ts'
import { spellings } from '../kit/keys/keys.ts'
import { madePress } from '../kit/keys/made-press.ts'
import { changeKey, currentActions } from './change-key.ts'
import { reservation, unusable } from './reserved-keys.ts'

describe('a key that belongs to the browser or the system', () => {
  it('is refused with what it does', () => {
    expect(reservation('Mod+W', false)).toBe('Ctrl W closes the tab. Choose another key.')
    expect(reservation('Mod+W', true)).toBe('⌘ W closes the tab. Choose another key.')
    expect(reservation('F5', false)).toBe('F5 loads the page again. Choose another key.')
  })

  it.each([
    ...['W', 'T', 'N', 'R', 'L', 'F', 'P', 'S', 'A', 'C', 'V', 'X', '+', '=', '-', '0', '1', '9'].map(
      (key) => `Mod+${key}`,
    ),
    ...['Mod+Shift+T', 'Mod+Shift+N', 'Mod+Shift+I', 'Mod+F5', 'Mod+Tab', 'Mod+Shift+Tab', 'Mod+PageDown'],
    ...['Tab', 'Shift+Tab', 'Esc', 'Enter', 'Space', 'F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12', 'Shift+F10'],
    ...['Alt+F4', 'Alt+Left', 'Alt+Right', 'Alt+Up', 'Alt+Down', 'Alt+Home', 'Alt+D', 'Alt+Space', 'Alt+Tab'],
    ...['PrintScreen', 'ContextMenu', 'Pause', 'AudioVolumeUp', 'MediaPlayPause', 'BrowserBack', 'LaunchMail'],
  ])('%s cannot be bound', (shortcut) => {
    expect(reservation(shortcut, false)).toMatch(/\. Choose another key\.$/)
    const before = currentActions()
    expect(changeKey('review.grade-2', shortcut)).toBe(reservation(shortcut, false))
    expect(currentActions()).toEqual(before)
  })

  it.each(['J', 'Shift+J', '5', 'Mod+K', 'Mod+Enter', 'Mod+Z', 'F2', 'F9', 'Alt+1', 'Home', 'Left', 'Delete', '§'])(
    '%s may be bound',
    (shortcut) => {
      expect(reservation(shortcut, false)).toBeNull()
    },
  )

  it('is none that comes with an action, but for what Esc and Ctrl A do everywhere', () => {
    const reserved = actions.flatMap((action) => action.shortcuts.filter((key) => reservation(key, false)))
    expect(reserved).toEqual(['Esc', 'Mod+A', 'Shift+Esc'])
  })

  it('is refused as taken where another action has it, in the words it is shown in', () => {
    expect(changeKey('review.grade-2', 'Mod+K')).toBe(
      'Ctrl K is taken by “Find a command or a photograph”. Change that one first.',
    )
  })
})

describe('a press that can be no shortcut', () => {
  const sentence = (...made: Parameters<typeof madePress>) => {
    const press = madePress(...made)
    const refused = unusable(press, false)
    // What is refused here has no spelling that could be bound, but for the Windows key.
    if (refused && !press.metaKey) expect(spellings(press).filter((one) => /[A-Z0-9]/.test(one))).toEqual([])
    return refused?.sentence
  }

  it('is one that only begins a letter, or that an input method has', () => {
    expect(sentence('Dead', { code: 'BracketLeft' })).toMatch(/part of a letter/)
    expect(sentence('Process', { code: 'KeyA' })).toMatch(/part of a letter/)
    expect(sentence('a', { isComposing: true })).toMatch(/part of a letter/)
  })

  it('is one with AltGr, or with the Windows key', () => {
    expect(sentence('2', { code: 'Digit2', altGraph: true })).toMatch(/^AltGr/)
    expect(sentence('2', { code: 'Digit2', ctrlKey: true, altKey: true })).toMatch(/^AltGr/)
    expect(sentence('e', { code: 'KeyE', metaKey: true })).toMatch(/^The Windows key/)
    expect(sentence('Meta', { metaKey: true })).toMatch(/^The Windows key/)
    expect(unusable(madePress('e', { metaKey: true }), true)).toBeNull()
  })

  it('is a modifier alone, which waits for the key that comes with it', () => {
    expect(unusable(madePress('Shift', { shiftKey: true }), false)?.waiting).toBe(true)
    expect(unusable(madePress('j'), false)).toBeNull()
  })
})
