import { afterEach, describe, expect, it } from 'vitest'
import { freshSession, useSession } from '../../screens/review/session/session.ts'
import type { Route } from '../../screens/screens.ts'
import { actions } from '../actions/all-actions.ts'
import { screenOf } from '../address.ts'
import type { Action, Scope } from '../kit/action.ts'
import { madePress } from '../kit/keys/made-press.ts'
import { actionFor, heardScopes } from './keyboard.ts'

function action(id: string, scope: Scope, shortcut: string, enabled = true): Action {
  return {
    id,
    label: id,
    section: 'Grade',
    scope,
    shortcuts: [shortcut],
    enabled: () => enabled,
    run: () => undefined,
  }
}

const press = madePress

/** The scopes heard on a screen, in Review also right after U. */
function heardOn(route: Route, choosingReason: boolean): readonly Scope[] {
  useSession.setState({ choosingReason })
  return heardScopes(screenOf(route))
}

afterEach(() => useSession.setState(freshSession))

describe('which action a key stands for', () => {
  const list = [
    action('lighter', 'review', 'L'),
    action('blurred', 'reason', 'L'),
    action('good', 'quality', 'G'),
    action('help', 'everywhere', '?'),
  ]

  it('means light while looking, and blurred right after U', () => {
    expect(actionFor(press('l'), heardOn('review', false), list)?.id).toBe('lighter')
    expect(actionFor(press('l'), heardOn('review', true), list)?.id).toBe('blurred')
  })

  it('hears a screen’s keys on that screen alone', () => {
    expect(actionFor(press('g'), heardOn('quality', false), list)?.id).toBe('good')
    expect(actionFor(press('g'), heardOn('review', false), list)).toBeUndefined()
  })

  it('hears the help key everywhere', () => {
    for (const route of ['projects', 'import', 'quality', 'review', 'training', 'export'] as const) {
      expect(actionFor(press('?'), heardOn(route, false), list)?.id).toBe('help')
    }
  })

  it('passes over what cannot be done now', () => {
    const disabled = [action('grade', 'review', '2', false), action('other', 'everywhere', '2')]
    expect(actionFor(press('2'), heardOn('review', false), disabled)?.id).toBe('other')
  })

  it('goes on to the sign of a key whose digit nothing answers to, as “-” on the 6 of a French keyboard', () => {
    const list = [action('grade', 'review', '2'), action('zoom-out', 'review', '-')]
    const heard = heardOn('review', false)
    expect(actionFor(press('-', { code: 'Digit6' }), heard, list)?.id).toBe('zoom-out')
    expect(actionFor(press('é', { code: 'Digit2' }), heard, list)?.id).toBe('grade')
  })
})

/** What a press does in Review, with the keys as they come. */
describe('a key that only looks like a grade', () => {
  const list = actions.map((one) => ({ ...one, enabled: () => true }))
  const heard = (...made: Parameters<typeof madePress>) => actionFor(press(...made), heardOn('review', false), list)?.id

  it('grades by the number pad, and not while NumLock is off', () => {
    const moves = { 0: 'Insert', 1: 'End', 2: 'ArrowDown', 3: 'PageDown', 4: 'ArrowLeft' }
    for (const [digit, key] of Object.entries(moves)) {
      expect(heard(digit, { code: `Numpad${digit}` })).toBe(`review.grade-${digit}`)
      expect(heard(key, { code: `Numpad${digit}` }) ?? 'nothing').not.toMatch(/grade/)
    }
    expect(heard('End', { code: 'Numpad1' })).toBe('review.last')
  })

  it('grades by no digit with AltGr, which Windows also tells as Ctrl and Alt', () => {
    for (const digit of ['0', '1', '2', '3', '4']) {
      const code = `Digit${digit}`
      for (const key of [digit, '²', '@', '{', 'Dead']) {
        const said = [
          heard(key, { code, altGraph: true }),
          heard(key, { code, altGraph: true, ctrlKey: true, altKey: true }),
          heard(key, { code, ctrlKey: true, altKey: true }),
        ]
        expect(said.join()).not.toMatch(/grade|go\./)
      }
    }
  })

  it('hears the signs that need AltGr on a German keyboard', () => {
    expect(heard('[', { code: 'Digit8', altGraph: true })).toBe('look.heat-less')
    expect(heard(']', { code: 'Digit9', ctrlKey: true, altKey: true })).toBe('look.heat-more')
  })

  it('grades by the digits of a French keyboard, with Shift and without', () => {
    const written = ['à', '&', 'é', '"', "'"]
    written.forEach((key, digit) => {
      expect(heard(key, { code: `Digit${digit}` })).toBe(`review.grade-${digit}`)
      expect(heard(String(digit), { code: `Digit${digit}`, shiftKey: true })).toBe(`review.grade-${digit}`)
    })
  })

  it('grades by no sign that Shift makes of a digit', () => {
    expect(heard('@', { code: 'Digit2', shiftKey: true })).toBeUndefined()
    expect(heard('"', { code: 'Digit2', shiftKey: true })).toBeUndefined()
  })

  it('passes over dead keys and letters that are still being put together', () => {
    expect(heard('Dead', { code: 'Digit2' })).toBeUndefined()
    expect(heard('Process', { code: 'Digit2' })).toBeUndefined()
    expect(heard('2', { code: 'Digit2', isComposing: true })).toBeUndefined()
  })

  it('answers to Cyrillic, Greek, Hebrew and Arabic letters by their place', () => {
    expect(heard('г', { code: 'KeyU' })).toBe('review.ungradable')
    expect(heard('υ', { code: 'KeyY' })).toBe('look.compare')
    expect(heard('Я', { code: 'KeyZ', shiftKey: true })).toBe('review.redo')
    expect(heard('я', { code: 'KeyZ', ctrlKey: true })).toBe('review.undo')
    expect(heard('ל', { code: 'KeyK' })).toBe('look.contrast-more')
    expect(heard('ا', { code: 'KeyH' })).toBe('look.heat-map')
    expect(heard('х', { code: 'BracketLeft' })).toBe('look.heat-less')
    expect(heard('٢', { code: 'Digit2' })).toBe('review.grade-2')
  })

  it('answers to Latin letters by what is written on them', () => {
    expect(heard('z', { code: 'KeyY' })).toBe('review.undo')
    expect(heard('w', { code: 'KeyZ' })).toBe('look.fit')
    expect(heard('é', { code: 'KeyW' })).toBeUndefined()
  })
})
