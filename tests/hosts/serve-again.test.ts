import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject } from '#store/open.ts'
import { buildWindow } from './build-window.ts'
import { letIn } from './let-in.ts'
import { WatchedNode } from './watched-node.ts'

const node = new WatchedNode()
const project = join(node.folder, 'eyes.regrade')

beforeAll(async () => {
  await buildWindow()
  createProject(project, { version: 'test', now: '2026-01-01T00:00:00.000Z', name: 'Eyes', id: 'eyes' }).close()
})
afterAll(() => node.remove())

const printed = /http:\/\/127\.0\.0\.1:(\d+)\/\?ticket=[\w.-]+/

async function serve(...more: string[]) {
  const { child, ended, line } = node.start(['src/hosts/cli/main.ts', 'serve', project, ...more])
  const [address, port = ''] = await line(printed)
  const end = async (signal: NodeJS.Signals) => {
    const started = performance.now()
    child.kill(signal)
    await ended
    return performance.now() - started
  }
  return { address, port, end }
}

const visit = async (port: string, cookie: string) =>
  (await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie } })).status
const anew = () => node.start(['src/hosts/cli/main.ts', 'address', project]).ended
const settings = join(node.folder, 'settings', 'Regrade')

it('a page of one start is let in by the next, at the same port, however the first one ended', async () => {
  const first = await serve('--port', '0')
  const { cookie } = await letIn(first.address)
  expect(await visit(first.port, cookie)).toBe(200)
  await first.end('SIGKILL')
  const second = await serve()
  expect(second.port).toBe(first.port)
  expect(await visit(first.port, cookie)).toBe(200)
  await second.end('SIGINT')
  if (process.platform === 'win32') return
  const entries = readdirSync(settings, { withFileTypes: true })
  const modes = entries.map(({ name }) => [name, statSync(join(settings, name)).mode & 0o777])
  expect(modes).toEqual(entries.map((entry) => [entry.name, entry.isDirectory() ? 0o700 : 0o600]))
  expect(modes.map(([name]) => name)).toContain(`server-sessions-${first.port}`)
  expect(statSync(settings).mode & 0o777).toBe(0o700)
})

it('an address is good once and for its own start; a command gives another one while the host runs', async () => {
  const host = await serve('--port', '0')
  await letIn(host.address)
  const again = await fetch(host.address)
  expect([again.status, await again.text()]).toEqual([401, expect.stringContaining('regrade -- address PROJECT')])
  const { out, code } = await anew()
  expect(code).toBe(0)
  expect(out.trim()).toMatch(printed)
  const { cookie } = await letIn(out.trim())
  expect(await visit(host.port, cookie)).toBe(200)
  const unused = (await anew()).out.trim()
  await host.end('SIGTERM')
  const missing = await anew()
  expect([missing.code, missing.err]).toEqual([1, expect.stringMatching(/not being served.*serve/)])
  const next = await serve()
  await expect(letIn(unused)).rejects.toThrow('used already, or is too old')
  await next.end('SIGTERM')
})

it('--new-token lets in nobody who came before', async () => {
  const before = await serve('--port', '0')
  const { cookie } = await letIn(before.address)
  await before.end('SIGINT')
  const renewed = await serve('--new-token')
  expect(renewed.port).toBe(before.port)
  expect(await visit(renewed.port, cookie)).toBe(401)
  const fresh = await letIn(renewed.address)
  await renewed.end('SIGINT')
  const after = await serve()
  expect(await visit(after.port, fresh.cookie)).toBe(200)
  await after.end('SIGINT')
})
