import { describe, expect, it } from 'vitest'
import type { Action, Scope } from './actions/action.ts'
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

const press = (key: string) => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false })

describe('which action a key stands for', () => {
  const list = [
    action('lighter', 'review', 'L'),
    action('blurred', 'reason', 'L'),
    action('good', 'quality', 'G'),
    action('help', 'everywhere', '?'),
  ]

  it('means light while looking, and blurred right after U', () => {
    expect(actionFor(press('l'), heardScopes('review', false), list)?.id).toBe('lighter')
    expect(actionFor(press('l'), heardScopes('review', true), list)?.id).toBe('blurred')
  })

  it('hears a screen’s keys on that screen alone', () => {
    expect(actionFor(press('g'), heardScopes('quality', false), list)?.id).toBe('good')
    expect(actionFor(press('g'), heardScopes('review', false), list)).toBeUndefined()
  })

  it('hears the help key everywhere', () => {
    for (const route of ['projects', 'import', 'quality', 'review', 'training', 'export'] as const) {
      expect(actionFor(press('?'), heardScopes(route, false), list)?.id).toBe('help')
    }
  })

  it('passes over what cannot be done now', () => {
    const disabled = [action('grade', 'review', '2', false), action('other', 'everywhere', '2')]
    expect(actionFor(press('2'), heardScopes('review', false), disabled)?.id).toBe('other')
  })
})
