import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { os } from '@orpc/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { maxCalls } from './bounded-line.ts'
import { maxSockets } from './rpc-sockets.ts'
import { type RunningServer, startServer } from './serve.ts'

interface Reply {
  readonly i: string | number
  readonly p: { readonly s?: number; readonly b?: { readonly json: unknown } }
}

const folder = mkdtempSync(join(tmpdir(), 'regrade-line-'))
let server: RunningServer
let headers: { cookie: string }
let stopped = 0
let release = Promise.withResolvers<void>()

beforeAll(async () => {
  mkdirSync(join(folder, 'window'))
  writeFileSync(join(folder, 'window', 'index.html'), '<!doctype html>')
  const slow = os.handler(async ({ signal }) => {
    signal?.addEventListener('abort', () => stopped++)
    await release.promise
    return 'slow'
  })
  server = await startServer({
    workstation: { router: { hello: os.handler(() => 'hello'), slow }, pixels: async () => new Response('') },
    port: 0,
    rendererFolder: join(folder, 'window'),
  })
  const answer = await fetch(server.newUrl(), { redirect: 'manual' })
  headers = { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open() {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers })
  const replies: Reply[] = []
  const closed = new Promise<[number, string]>((resolve) =>
    socket.once('close', (code, reason) => resolve([code, reason.toString()])),
  )
  socket.on('message', (data) => replies.push(JSON.parse(data.toString())))
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('open', resolve))
  return { socket, replies, closed, send: (message: unknown) => socket.send(JSON.stringify(message)) }
}

it.each([
  ['no JSON', 'nonsense', ''],
  ['no object', '[]', ''],
  ['null', 'null', ''],
  ['no call', '{"i":"7"}', '7'],
  ['an empty call', '{"i":"7","p":{}}', '7'],
  ['an address that is none', '{"i":"7","p":{"u":"x y"}}', '7'],
  ['an address of another kind', '{"i":"7","p":{"u":5}}', '7'],
  ['headers that are none', '{"i":"7","p":{"u":"/hello","h":{"content-disposition":5}}}', '7'],
  ['a body that cannot be read', '{"i":"7","p":{"u":"/hello","h":{"content-type":"multipart/form-data"},"b":{}}}', '7'],
  ['bytes', Buffer.from([0, 1, 2, 255, 3]), ''],
])('a message with %s is answered, and the line stays', async (_, message, id) => {
  const { socket, replies, send } = await open()
  socket.send(message)
  await expect.poll(() => replies.length).toBe(1)
  expect(replies[0]).toMatchObject({
    i: id,
    p: { s: 400, b: { json: { code: 'usage', message: expect.stringMatching(/\.$/) } } },
  })
  send({ i: '8', p: { u: '/hello' } })
  await expect.poll(() => replies[1]).toMatchObject({ i: '8', p: { b: { json: 'hello' } } })
  socket.terminate()
})

it('so many calls are at work at once; one more is told to wait, and is taken once the others are answered', async () => {
  release = Promise.withResolvers()
  const { socket, replies, send } = await open()
  for (let call = 0; call < maxCalls + 50; call++) send({ i: `${call}`, p: { u: '/slow' } })
  await expect.poll(() => replies.length).toBe(50)
  expect(replies.every(({ p }) => p.s === 429)).toBe(true)
  expect(replies[0]?.p.b?.json).toMatchObject({ code: 'conflict', message: expect.stringContaining('ask again') })
  release.resolve()
  await expect.poll(() => replies.length).toBe(maxCalls + 50)
  send({ i: 'next', p: { u: '/hello' } })
  await expect.poll(() => replies.at(-1)).toMatchObject({ i: 'next', p: { b: { json: 'hello' } } })
  socket.terminate()
})

it('calls of a page that has gone are stopped, and the server closes at once', async () => {
  release = Promise.withResolvers()
  stopped = 0
  const { socket, send } = await open()
  for (let call = 0; call < 20; call++) send({ i: `${call}`, p: { u: '/slow' } })
  await wait(50)
  socket.terminate()
  await expect.poll(() => stopped).toBe(20)
  release.resolve()
})

it('a window too many is told so, and is let in once another one is closed', async () => {
  const windows = await Promise.all(Array.from({ length: maxSockets }, open))
  const asked = () => fetch(`${server.address}rpc`, { headers })
  const full = await asked()
  expect([full.status, await full.text()]).toEqual([503, expect.stringContaining('Close one of them')])
  const late = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers })
  const told = new Promise<string>((resolve) =>
    late.once('unexpected-response', (_, answer) =>
      answer.on('data', (body) => resolve(`${answer.statusCode} ${body}`)),
    ),
  )
  late.on('error', () => undefined)
  expect(await told).toMatch(/^503 .*Close one of them/)
  windows[0]?.socket.close()
  await windows[0]?.closed
  await expect.poll(async () => (await asked()).status).toBe(426)
  const one = await open()
  one.send({ i: '1', p: { u: '/hello' } })
  await expect.poll(() => one.replies.length).toBe(1)
  for (const { socket } of [...windows, one]) socket.terminate()
})
