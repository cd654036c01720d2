import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ServerMemory } from './server-memory.ts'

let home: string
let folder: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'regrade-memory-'))
  folder = join(home, 'Regrade')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const memory = () => new ServerMemory(folder)

describe('what a server remembers', () => {
  it('is the same token and each project’s port at the next start', () => {
    const token = memory().token()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(memory().token()).toBe(token)
    memory().rememberPort('/data/eyes.regrade', 4747)
    memory().rememberPort('', 50_123)
    expect([memory().port('/data/eyes.regrade'), memory().port(''), memory().port('/other')]).toEqual([
      ...[4747, 50_123],
      undefined,
    ])
  })

  it('is renewed when it is asked for', () => {
    const token = memory().token()
    const renewed = memory().token(true)
    expect(renewed).not.toBe(token)
    expect(memory().token()).toBe(renewed)
  })

  it('is as good as none where it is damaged', () => {
    const token = memory().token()
    writeFileSync(join(folder, 'server-token'), 'x')
    writeFileSync(join(folder, 'server-ports'), '{"a":')
    expect(memory().token()).not.toBe(token)
    expect(memory().port('a')).toBeUndefined()
  })

  it('is nothing, and stops no start, where its folder cannot be made', () => {
    writeFileSync(folder, '')
    expect(memory().token()).toMatch(/^[\w-]{43}$/)
    expect(memory().port('')).toBeUndefined()
  })

  it.skipIf(process.platform === 'win32')('can be read by its user alone, and is renewed where others could', () => {
    const token = memory().token()
    memory().rememberPort('', 4747)
    const mode = (path: string) => statSync(path).mode & 0o777
    expect([mode(folder), mode(join(folder, 'server-token')), mode(join(folder, 'server-ports'))]).toEqual([
      ...[0o700, 0o600, 0o600],
    ])
    chmodSync(join(folder, 'server-token'), 0o644)
    expect(memory().token()).not.toBe(token)
    expect(mode(join(folder, 'server-token'))).toBe(0o600)
  })
})
