import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { type LogLevel, logFailure, logNote } from '#shared/log.ts'
import { keepLog, logFileIn, logLevelOf, oldLogFileIn } from './log-file.ts'
import { lastOfLog } from './read-log.ts'

let folder: string
let stop: () => void
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regrade-log-'))
})
afterEach(() => {
  stop()
  rmSync(folder, { recursive: true, force: true })
})

const now = () => new Date('2026-01-02T03:04:05.678Z')
function start(level: LogLevel = 'info', maxBytes?: number): void {
  stop = keepLog({ folder, level, now, ...(maxBytes && { maxBytes }) })
}
const text = () => readFileSync(logFileIn(folder), 'utf8')
const smith = () => new AppError('image_unreadable', 'Could not read Smith_left.jpg.', { cause: new Error('/Smith') })

describe('the log file', () => {
  it('holds time, level, what failed and each cause, and is read back so', () => {
    start()
    logFailure('warn', 'A photograph could not be drawn.', smith())
    logNote('info', 'Regrade has started.')
    expect(text()).toMatch(
      /^2026-01-02T03:04:05\.678Z warn {2}A photograph could not be drawn\.\n {2}because AppError image_unreadable at src\S+.*\n {2}because Error at src.*\n2026/,
    )
    const entries = lastOfLog(folder, { level: 'info', limit: 10 })
    expect(entries.map(({ at, level, text }) => [at, level, text.split('\n')[0]])).toEqual([
      ['2026-01-02T03:04:05.678Z', 'warn', 'A photograph could not be drawn.'],
      ['2026-01-02T03:04:05.678Z', 'info', 'Regrade has started.'],
    ])
    expect(lastOfLog(folder, { level: 'warn', limit: 10 })).toHaveLength(1)
    expect(lastOfLog(folder, { level: 'info', limit: 1 })[0]?.text).toBe('Regrade has started.')
  })

  it.each(['error', 'warn', 'info'] as const)('names nobody at %s', (level) => {
    start(level)
    logFailure('error', 'A photograph could not be drawn.', smith())
    expect(text()).toContain('image_unreadable')
    expect(text()).not.toMatch(/smith/i)
  })

  it('says what was said at debug', () => {
    start('debug')
    logFailure('debug', 'A photograph could not be drawn.', smith())
    expect(text()).toContain('says Could not read Smith_left.jpg.')
  })

  it('leaves out what is less urgent than was asked for', () => {
    start('warn')
    logNote('info', 'Regrade has started.')
    expect(existsSync(logFileIn(folder))).toBe(false)
    expect([{}, { REGRADE_LOG: 'debug' }, { REGRADE_LOG: 'all' }].map(logLevelOf)).toEqual(['info', 'debug', 'info'])
  })

  it('becomes the old one when it is large, and no larger than twice that', () => {
    start('info', 2000)
    for (let line = 0; line < 200; line++) logNote('warn', `Photograph ${line} could not be drawn.`)
    const sizes = [logFileIn(folder), oldLogFileIn(folder)].map((file) => statSync(file).size)
    for (const size of sizes) expect(size).toBeLessThan(2200)
    const last = lastOfLog(folder, { level: 'info', limit: 30 })
    expect(last.map(({ text }) => text)).toEqual(
      Array.from({ length: 30 }, (_, index) => `Photograph ${170 + index} could not be drawn.`),
    )
  })

  it('leaves alone what another process has just begun', () => {
    start('info', 500)
    for (let line = 0; line < 7; line++) logNote('warn', `Photograph ${line} could not be drawn.`)
    writeFileSync(logFileIn(folder), '')
    writeFileSync(oldLogFileIn(folder), 'what the other one has put aside\n')
    logNote('warn', 'One more.')
    logNote('warn', 'And one.')
    expect(readFileSync(oldLogFileIn(folder), 'utf8')).toBe('what the other one has put aside\n')
  })

  it('says once what fails a thousand times', () => {
    start()
    for (let time = 0; time < 1000; time++) logNote('warn', 'A photograph could not be drawn.')
    logNote('warn', 'Something else.')
    expect(lastOfLog(folder, { level: 'info', limit: 10 }).map(({ text }) => text)).toEqual([
      'A photograph could not be drawn.',
      'The line above came 999 times more.',
      'Something else.',
    ])
  })

  it.skipIf(process.platform === 'win32')('can be read by its user alone', () => {
    start()
    logNote('warn', 'One.')
    expect([join(folder, 'log'), logFileIn(folder)].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600])
  })

  it('keeps nothing from being done, and says nothing, where it cannot be written', () => {
    const said = vi.spyOn(console, 'error')
    writeFileSync(join(folder, 'log'), '')
    start()
    logNote('error', 'Nobody hears it.')
    expect(lastOfLog(folder, { level: 'info', limit: 10 })).toEqual([])
    rmSync(join(folder, 'log'))
    mkdirSync(join(folder, 'log'))
    mkdirSync(logFileIn(folder))
    chmodSync(logFileIn(folder), 0o500)
    logNote('error', 'Nor this.')
    expect(lastOfLog(folder, { level: 'info', limit: 10 })).toEqual([])
    expect(said).not.toHaveBeenCalled()
    said.mockRestore()
  })
})
