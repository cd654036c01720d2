import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from './errors.ts'
import { type LogEntry, logFailure, logInto, logNote } from './log.ts'

const entries: LogEntry[] = []
let stop = logInto((entry) => entries.push(entry))
afterEach(() => {
  stop()
  entries.length = 0
  stop = logInto((entry) => entries.push(entry))
})

function causesOf(error: unknown): string[] {
  logFailure('warn', 'It failed.', error)
  return entries.at(-1)?.causes.map(({ anonymous }) => anonymous) ?? []
}

describe('the log', () => {
  it('holds each cause with its kind, its code and where it was thrown', () => {
    const system = Object.assign(new Error("ENOENT: no such file, open '/data/Smith Jane/left.jpg'"), {
      code: 'ENOENT',
      syscall: 'open',
    })
    const [outer, inner] = causesOf(new AppError('image_unreadable', 'Could not read left.jpg.', { cause: system }))
    expect(outer).toMatch(/^AppError image_unreadable at src\/shared\/log\.test\.ts:\d+:\d+/)
    expect(inner).toMatch(/^Error ENOENT open at src\/shared\/log\.test\.ts:\d+:\d+/)
  })

  it.each([
    ['a sentence', new AppError('image_unreadable', 'Could not decode "Smith_Jane_left.jpg": it is Smith.')],
    ['a path', Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'spawn /home/Smith/x', path: '/Smith' })],
    ['a name and a code', Object.assign(new Error('x'), { name: 'Smith Jane', code: 'Smith, Jane' })],
    ['quoted data', new TypeError(`Cannot read properties of undefined (reading 'Smith "Jane"')`)],
    ['a text that is not JSON', thrownBy(() => JSON.parse('Smith Jane'))],
    ['an address', thrownBy(() => new URL('/photographs/Smith'))],
    ['details', new AppError('conflict', 'x', { details: { patient: 'Smith' } })],
    ['no error', 'Smith'],
    ['what looks like a stack', new Error('x\n    at read (/data/src/Smith.ts:1:2)')],
    ['a stack of a folder of photographs', withStack('Error: x\n    at read (/data/Smith/read.ts:1:2)')],
    ['its cause', new Error('x', { cause: new Error('Smith') })],
  ])('names nobody of %s', (_, error) => {
    expect(causesOf(error).join('\n')).not.toMatch(/smith|jane/i)
    expect(JSON.stringify(entries.at(-1)?.causes)).toBeTruthy()
  })

  it('keeps what the language says, which helps to find a fault', () => {
    expect(causesOf(new TypeError("Cannot read properties of undefined (reading 'size')"))[0]).toContain(
      'TypeError (Cannot read properties of undefined (reading …))',
    )
  })

  it('follows no circle of causes', () => {
    const error = new Error('x')
    error.cause = error
    expect(causesOf(error).length).toBeLessThan(10)
  })

  it('goes nowhere once that was stopped', () => {
    stop()
    logNote('error', 'Nobody hears it.')
    expect(entries).toEqual([])
  })
})

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

function withStack(stack: string): Error {
  return Object.assign(new Error('x'), { stack })
}
