import { describe, expect, it } from 'vitest'
import { actions } from '../actions/all-actions.ts'
import type { Action } from '../kit/action.ts'
import { withKeys } from '../kit/bound-actions.ts'
import { keyConflicts, refusal } from './conflicts.ts'

function keyed(id: string, scope: Action['scope'], ...shortcuts: string[]) {
  return { id, label: id, scope, shortcuts }
}

describe('the list of actions', () => {
  it('gives no key to two actions that can be heard at the same moment', () => {
    expect(keyConflicts(actions)).toEqual([])
  })

  it('gives every action its own id', () => {
    expect(new Set(actions.map((action) => action.id)).size).toBe(actions.length)
  })

  it('has a key for each of the five grades and each of the five reasons', () => {
    for (const grade of [0, 1, 2, 3, 4]) {
      expect(actions.find((action) => action.shortcuts.includes(String(grade)))?.id).toBe(`review.grade-${grade}`)
    }
    expect(actions.filter((action) => action.scope === 'reason').flatMap((action) => action.shortcuts)).toEqual([
      'D',
      'B',
      'L',
      'F',
      'A',
      'Esc',
    ])
  })

  it('still holds together when the reader has changed a key', () => {
    const changed = withKeys(actions, { 'review.grade-1': ['2'] })
    expect(keyConflicts(changed)).toHaveLength(1)
    expect(keyConflicts(changed)[0]).toContain('2 is taken')
  })
})

describe('key conflicts', () => {
  it('finds a key that a screen and the whole window both answer to', () => {
    expect(keyConflicts([keyed('a', 'review', 'H'), keyed('b', 'everywhere', 'H')])).toHaveLength(1)
  })

  it('lets two screens, and the one key after U, use the same key', () => {
    expect(keyConflicts([keyed('a', 'review', 'B'), keyed('b', 'quality', 'B'), keyed('c', 'reason', 'B')])).toEqual([])
  })

  it('refuses a taken key with a sentence that names who has it, and gives away a free one', () => {
    const list = [keyed('zoom', 'review', 'W'), keyed('heat', 'review', 'H')]
    expect(refusal(list, 'zoom', 'H')).toBe('H is taken by “heat”. Change that one first.')
    expect(refusal(list, 'zoom', 'Q')).toBeNull()
    expect(refusal(list, 'heat', 'H')).toBeNull()
  })
})
