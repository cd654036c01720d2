import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, asAppError } from './errors.ts'

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown.')
}

const schema = z.object({ images: z.array(z.number()), name: z.string() })
const nothing = null as unknown as { length: number }

describe('whatever is thrown', () => {
  it.each([
    ['a schema', () => schema.parse({ images: ['x'], name: 3 }), /\(images\.0 should be a number and is a text\)/],
    ['JSON', () => JSON.parse('{"a":'), /Something unforeseen/],
    ['the language', () => nothing.length, /Something unforeseen/],
  ])('by %s is a sentence with the next step', (_what, work, wanted) => {
    const { message, code } = asAppError(thrownBy(work))
    expect(code).toBe('internal')
    expect(message).toMatch(wanted)
    expect(message).toMatch(/What was stored before is kept; try again, and report it if it comes back\.$/)
    expect(message).not.toMatch(/[{}[\]]|\n/)
  })

  it('of the system says what to do about it', () => {
    const refused = Object.assign(new Error("ENOENT: no such file or directory, open '/a/b'"), {
      code: 'ENOENT',
      path: '/a/b',
    })
    expect(asAppError(refused).message).toBe('/a/b is not there (any more). Look for it and try again.')
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    expect(asAppError(full)).toMatchObject({
      code: 'storage_full',
      message: 'The disk is full. Free some space and try again.',
    })
  })

  it('keeps a sentence that is one, and the words of a library for programs', () => {
    const own = new AppError('conflict', 'A run is at work.')
    expect(asAppError(own)).toBe(own)
    expect(asAppError(new Error('The window was closed.')).message).toBe('The window was closed.')
    expect(asAppError(new Error('[\n {"code":"x"}\n]'))).toMatchObject({ details: { message: '[\n {"code":"x"}\n]' } })
    expect(asAppError(new Error('Bad thing\n    at run (file.ts:3:4)')).message).toBe('Bad thing')
    expect(asAppError('text').message).toBe('text')
  })
})
