import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileLimit } from './file-limit.ts'
import { readNamedFile } from './named-file.ts'
import { readRegular } from './regular-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'regrade-files-'))
const at = (name: string) => join(folder, name)
const limit: FileLimit = { bytes: 100_000, next: 'name a shorter one' }
const server = createServer()

beforeAll(async () => {
  writeFileSync(at('whole'), 'some text')
  writeFileSync(at('empty'), '')
  writeFileSync(at('large'), 'x')
  truncateSync(at('large'), 3.2e9)
  writeFileSync(at('at-limit'), Buffer.alloc(limit.bytes, 7))
  symlinkSync('whole', at('link'))
  symlinkSync('nowhere', at('dangling'))
  symlinkSync('circular', at('circular'))
  mkdirSync(at('folder'))
  if (process.platform === 'win32') return
  execFileSync('mkfifo', [at('pipe')])
  symlinkSync('pipe', at('link-to-pipe'))
  await new Promise<void>((resolve) => server.listen(at('socket'), resolve))
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

describe('a file that somebody names', () => {
  it.each([
    ['whole', 9],
    ['link', 9],
    ['empty', 0],
    ['at-limit', limit.bytes],
  ])('%s is read', async (name, length) => {
    expect((await readRegular(at(name), limit)).length).toBe(length)
  })

  it.each([
    ['nowhere', 'there is no such file'],
    ['dangling', 'there is no such file'],
    ['whole/below', 'there is no such file'],
    ['circular', 'its links lead back to themselves'],
    ['folder', 'it is a folder'],
    ['with\0null', 'it cannot be read'],
    ['n'.repeat(300), 'its name is too long'],
    ['large', 'it has 3.2 GB, and up to 100 kB are read; name a shorter one'],
  ])('%s is refused in words', async (name, why) => {
    await expect(readNamedFile(at(name), { limit, code: 'usage', called: 'The file' })).rejects.toMatchObject({
      ...{ code: 'usage', message: `The file cannot be read: ${why}.` },
    })
  })

  it.skipIf(process.platform === 'win32').each([
    ['pipe', /^it is a named pipe, which waits for another program, and no file on disk; name a file$/],
    ['link-to-pipe', /^it is a named pipe/],
    ['socket', /^it is a socket/],
    ['/dev/zero', /^it is a device/],
    ['/dev/null', /^it is a device/],
  ])('%s, which may never end, is not waited for', async (name, why) => {
    const before = process.memoryUsage.rss()
    await expect(readRegular(name.startsWith('/') ? name : at(name), limit)).rejects.toThrow(why)
    expect(process.memoryUsage.rss() - before).toBeLessThan(50e6)
  })

  it.skipIf(process.platform !== 'linux')(
    'of /proc, which says it has no size, is read to its end or its bound',
    async () => {
      expect((await readRegular('/proc/self/maps', limit)).length).toBeGreaterThan(0)
      const short = { ...limit, bytes: 50 }
      await expect(readRegular('/proc/self/maps', short)).rejects.toThrow('it has more, and up to 1 kB are read')
    },
  )
})
