import { ORPCError } from '@orpc/client'
import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { failureOf } from './failure.ts'

describe('a failure on the command line', () => {
  it('keeps the code, sentence and details of the application', () => {
    const error = new AppError('not_found', 'There is none.', { details: { image: 'x' } })
    expect(failureOf(error)).toEqual({
      code: 'not_found',
      message: 'There is none.',
      details: { image: 'x' },
      exitCode: 1,
    })
  })

  it('is the same when it came through the contract', () => {
    const error = new ORPCError('conflict', { message: 'Taken.', data: { name: 'a' } })
    expect(failureOf(error)).toEqual({ code: 'conflict', message: 'Taken.', details: { name: 'a' }, exitCode: 1 })
  })

  it('is wrong usage where the contract or the parser refused the words', () => {
    expect(failureOf(new ORPCError('usage', { message: 'No such field.' }))?.exitCode).toBe(2)
    const parsed = failureOf(new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'"))
    expect(parsed).toMatchObject({ code: 'usage', message: "unknown option '--x'", exitCode: 2 })
  })

  it('is none where help was asked for', () => {
    expect(failureOf(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'))).toBeNull()
  })

  it('is internal for anything else', () => {
    expect(failureOf(new TypeError('x is not a function'))).toMatchObject({ code: 'internal', exitCode: 1 })
  })
})
