import { describe, expect, it } from 'vitest'
import { expectOwnChange, takeOwnChange } from './own-changes.ts'

describe('changes this page made itself', () => {
  it('are each taken once', () => {
    expectOwnChange(0)
    expectOwnChange(10)
    expect([takeOwnChange(20), takeOwnChange(20), takeOwnChange(20)]).toEqual([true, true, false])
  })

  it('are expected for five seconds only, so that another reader’s change is not mistaken for one', () => {
    expectOwnChange(0)
    expect(takeOwnChange(5_001)).toBe(false)
  })
})
