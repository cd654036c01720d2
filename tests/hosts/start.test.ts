import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWindow } from './build-window.ts'
import { WatchedNode } from './watched-node.ts'

const node = new WatchedNode()
const start = 'src/hosts/start.ts'

beforeAll(buildWindow)
afterAll(() => node.remove())

describe('npm start', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'where Electron cannot be used, says so in one sentence, prints the address and ends at %s',
    async (signal) => {
      const host = node.start([start])
      const [address] = await host.line(/http:\/\/127\.0\.0\.1:\d+\/\?ticket=[\w.-]+/)
      expect((await fetch(address, { redirect: 'manual' })).status).toBe(303)
      host.child.kill(signal)
      const { code, out, err } = await host.ended
      expect(code).toBe(0)
      expect(err.trim()).toMatch(/^Electron cannot be used here: [^.]+\. Regrade opens in a browser instead\.$/)
      expect(out.trim().split('\n')).toHaveLength(1)
      await expect(fetch(address)).rejects.toThrow()
    },
  )

  it('says which project cannot be opened, and ends', async () => {
    const { code, out, err } = await node.start([start, '--browser', join(node.folder, 'nowhere.regrade')]).ended
    expect(code).toBe(1)
    expect(err.trim()).toMatch(/nowhere\.regrade.*\.$/)
    expect(out).toBe('')
  })

  it.each([[['--port', 'x']], [['--port', '70000']], [['one.regrade', 'two.regrade']], [['--unknown']]])(
    'answers wrong usage %j with exit code 2',
    async (parameters) => {
      const { code, err } = await node.start([start, ...parameters]).ended
      expect(code).toBe(2)
      expect(err).not.toBe('')
    },
  )

  it('is where package.json says it is', () => {
    expect(existsSync(fileURLToPath(new URL(`../../${start}`, import.meta.url)))).toBe(true)
  })
})
