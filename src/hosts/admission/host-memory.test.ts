import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HostMemory } from './host-memory.ts'
import { Sessions } from './sessions.ts'

let home: string
let folder: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'regrade-memory-'))
  folder = join(home, 'Regrade')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const memory = () => new HostMemory(folder)

const name = /^regrade-[a-z2-7]{26}\.localhost$/
const sessions = (now = Date.now) => new Sessions(memory().sessions(4747), now)

describe('what a host remembers', () => {
  it('is its name, each project’s port and who was let in, at the next start', () => {
    const own = memory().ownName()
    expect(own).toMatch(name)
    expect(memory().ownName()).toBe(own)
    memory().rememberPort('/data/eyes.regrade', 4747)
    memory().rememberPort('', 50_123)
    expect([memory().port('/data/eyes.regrade'), memory().port(''), memory().port('/other')]).toEqual([
      ...[4747, 50_123],
      undefined,
    ])
    const secret = sessions().open()
    expect([sessions().knows(secret), sessions().knows(`${secret}x`)]).toEqual([true, false])
    expect(new Sessions(memory().sessions(4748)).knows(secret)).toBe(false)
    expect(readFileSync(join(folder, 'server-sessions-4747'), 'utf8')).not.toContain(secret)
  })

  it('forgets browsers that do not come for a month, and the one longest away of too many', () => {
    let day = 0
    const some = sessions(() => day * 86_400_000)
    const [one, two] = [some.open(), some.open()]
    day = 20
    expect(some.knows(one)).toBe(true)
    day = 40
    expect([some.knows(one), some.knows(two)]).toEqual([true, false])
    for (let count = 0; count < 64; count++) some.open()
    expect(some.knows(one)).toBe(false)
  })

  it('lets nobody in any more where that was asked for', () => {
    const secret = sessions().open()
    memory().sessions(4747).keep({})
    expect(sessions().knows(secret)).toBe(false)
  })

  it('has the key of a host only while that runs', () => {
    memory().announce(4747, 'key')
    expect(memory().ticketKey(4747)).toBe('key')
    memory().withdraw(4747)
    expect(memory().ticketKey(4747)).toBeUndefined()
    memory().announce(4747, 'key')
    writeFileSync(join(folder, 'server-running-4747'), JSON.stringify({ pid: 2 ** 22 + 1, key: 'key' }))
    expect(memory().ticketKey(4747)).toBeUndefined()
  })

  it('is as good as none where it is damaged', () => {
    const own = memory().ownName()
    sessions().open()
    writeFileSync(join(folder, 'server-name'), 'x')
    for (const file of ['server-ports', 'server-sessions-4747']) {
      writeFileSync(join(folder, file), '{"a":', { mode: 0o600 })
    }
    expect(memory().ownName()).not.toBe(own)
    expect(memory().port('a')).toBeUndefined()
    expect(sessions().knows('x')).toBe(false)
  })

  it('is nothing, and stops no start, where its folder cannot be made', () => {
    writeFileSync(folder, '')
    expect(memory().ownName()).toMatch(name)
    expect(memory().port('')).toBeUndefined()
    const one = sessions()
    expect(one.knows(one.open())).toBe(true)
  })

  it.skipIf(process.platform === 'win32')('can be read by its user alone, and is renewed where others could', () => {
    const own = memory().ownName()
    memory().rememberPort('', 4747)
    sessions().open()
    memory().announce(4747, 'key')
    const mode = (path: string) => statSync(path).mode & 0o777
    expect(mode(folder)).toBe(0o700)
    expect(readdirSync(folder).map((file) => mode(join(folder, file)))).toEqual([0o600, 0o600, 0o600, 0o600])
    chmodSync(join(folder, 'server-name'), 0o644)
    expect(memory().ownName()).not.toBe(own)
    expect(mode(join(folder, 'server-name'))).toBe(0o600)
  })
})
