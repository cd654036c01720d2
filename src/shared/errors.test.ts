import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
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

const folder = mkdtempSync(join(tmpdir(), 'regrade-errors-'))
writeFileSync(join(folder, 'file'), '')
if (process.platform !== 'win32') symlinkSync('loop', join(folder, 'loop'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As the system words it. */
const refusal = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: not to be had, open`), { code, syscall: 'open', ...(path && { path }) })

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

  it.skipIf(process.platform === 'win32')('of the system is a sentence, whatever it was asked for', () => {
    const asked: [() => unknown, RegExp][] = [
      [() => readFileSync(join(folder, 'none')), /none is not there \(any more\)\. Look/],
      [() => readFileSync(join(folder, 'file', 'x')), /x is no folder\. Choose/],
      [() => readFileSync(folder), /^A file or folder that is needed is a folder, and a file was wanted\. Choose/],
      [() => readFileSync(join(folder, 'loop')), /loop cannot be reached: its links lead back to themselves\. Name/],
      [() => readFileSync(join(folder, 'a'.repeat(300))), /a has a name that is too long for this disk\. Choose/],
      [() => writeFileSync(join(folder, 'file'), '', { flag: 'wx' }), /file is there already\. Choose/],
    ]
    for (const [work, wanted] of asked) expect(asAppError(thrownBy(work)).message).toMatch(wanted)
  })

  it.each(['EACCES', 'EPERM', 'EROFS', 'EMFILE', 'ENFILE', 'EBUSY', 'EIO', 'ENXIO', 'ESTALE', 'EINVAL', 'EBADF'])(
    'of the system is a sentence with a next step, with a path or without: %s',
    (code) => {
      for (const error of [refusal(code, '/disk/a'), refusal(code)]) {
        const { message } = asAppError(error)
        expect(message).toMatch(/^(\/disk\/a|A file or folder that is needed) .+\. [A-Z][^.]+\.$/)
        expect(message).not.toMatch(/not to be had|EACCES|EMFILE/)
      }
    },
  )

  it('is a full disk where the user’s share of it is', () => {
    expect(asAppError(refusal('EDQUOT')).code).toBe('storage_full')
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
