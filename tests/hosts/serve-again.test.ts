import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject } from '#store/open.ts'
import { buildWindow } from './build-window.ts'
import { WatchedNode } from './watched-node.ts'

const node = new WatchedNode()
const project = join(node.folder, 'eyes.regrade')

beforeAll(async () => {
  await buildWindow()
  createProject(project, { version: 'test', now: '2026-01-01T00:00:00.000Z', name: 'Eyes', id: 'eyes' }).close()
})
afterAll(() => node.remove())

const printed = /http:\/\/127\.0\.0\.1:(\d+)\/\?token=([\w-]{43})/

async function serve(...more: string[]) {
  const { child, ended, line } = node.start(['src/hosts/cli/main.ts', 'serve', project, ...more])
  const [address, port = '', token = ''] = await line(printed)
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return { address, port, token, end }
}

const visit = (port: string, token: string) =>
  fetch(`http://127.0.0.1:${port}/`, { headers: { cookie: `regrade-${port}=${token}` } })

it('a page of one start is let in by the next, at the same port, however the first one ended', async () => {
  const first = await serve('--port', '0')
  expect((await visit(first.port, first.token)).status).toBe(200)
  await first.end('SIGKILL')
  const second = await serve()
  expect(second.address).toBe(first.address)
  expect((await visit(first.port, first.token)).status).toBe(200)
  await second.end('SIGINT')
  const kept = join(node.folder, 'settings', 'Regrade', 'server-token')
  if (process.platform !== 'win32') expect(statSync(kept).mode & 0o777).toBe(0o600)
})

it('a new token lets in nobody who came with the old one, and is the one from then on', async () => {
  const before = await serve('--port', '0')
  await before.end('SIGINT')
  const renewed = await serve('--new-token')
  expect(renewed.port).toBe(before.port)
  expect(renewed.token).not.toBe(before.token)
  expect((await visit(renewed.port, before.token)).status).toBe(401)
  await renewed.end('SIGINT')
  const after = await serve()
  expect(after.address).toBe(renewed.address)
  await after.end('SIGINT')
})
