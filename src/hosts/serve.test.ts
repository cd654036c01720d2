import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { os } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { entryScript } from './admission/entry-page.ts'
import { makeTicket } from './admission/tickets.ts'
import { type RunningServer, startServer } from './serve.ts'

interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: string
}

const folder = mkdtempSync(join(tmpdir(), 'regrade-serve-'))
const asked: string[] = []
let aborted = 0
let minutesLater = 0
let server: RunningServer

beforeAll(async () => {
  mkdirSync(join(folder, 'window', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'window', 'index.html'), '<!doctype html>the window')
  writeFileSync(join(folder, 'window', 'assets', 'main-abcdef12.js'), 'export {}')
  writeFileSync(join(folder, 'window', 'assets', 'main-abcdef12.js.map'), '{}')
  writeFileSync(join(folder, 'secret.html'), 'a secret beside the window')
  server = await startServer({
    workstation: { router: { hello: os.handler(() => 'hello') }, pixels },
    port: 0,
    rendererFolder: join(folder, 'window'),
    now: () => Date.now() + minutesLater * 60_000,
  })
  session = sessionIn(await ask(`/?ticket=${ticket()}`))
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function pixels(incoming: Request): Promise<Response> {
  const { pathname } = new URL(incoming.url)
  asked.push(pathname)
  incoming.signal.addEventListener('abort', () => {
    aborted += 1
  })
  if (pathname === '/pixels/images/2/full') throw new Error('The disk is gone.')
  if (pathname !== '/pixels/images/3/full') return new Response('pixels', { headers: { 'content-type': 'image/png' } })
  const endless = new ReadableStream({
    pull: async (controller) => {
      await wait(5)
      controller.enqueue(new Uint8Array(65_536))
    },
  })
  return new Response(endless)
}

/** A request whose target goes out byte for byte: fetch would tidy up the dots and slashes that are tested here. */
function ask(
  target: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: server.port,
        path: target,
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
        incoming.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}

let session = ''
const bearer = () => ({ authorization: `Bearer ${session}` })
const ticket = () => new URL(server.newUrl()).searchParams.get('ticket') ?? ''
const ownHost = () => new URL(server.ownAddress).host
/** What a browser sends with an address that was pasted into it. */
const browser = { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }
const sessionIn = ({ headers }: Answer) => /^regrade-\d+=([\w-]{43});/.exec(headers['set-cookie']?.[0] ?? '')?.[1] ?? ''

describe('the way in', () => {
  it('listens on the loopback address alone', () => {
    expect(server.address).toBe(`http://127.0.0.1:${server.port}/`)
    expect(server.newUrl()).toMatch(new RegExp(`^${server.address}\\?ticket=[\\w.-]+$`))
    expect(server.ownAddress).toMatch(/^http:\/\/regrade-[a-z2-7]{26}\.localhost:\d+\/$/)
  })

  it('swaps a ticket for a session of its own, once', async () => {
    const address = `/?ticket=${ticket()}`
    const first = await ask(address)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    const [cookie = ''] = first.headers['set-cookie'] ?? []
    expect(cookie).toBe(`regrade-${server.port}=${sessionIn(first)}; HttpOnly; SameSite=Strict; Path=/`)
    expect(Buffer.from(sessionIn(first), 'base64url')).toHaveLength(32)
    expect(sessionIn(first)).not.toBe(session)
    const second = await ask('/', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(second).toMatchObject({ status: 200, body: '<!doctype html>the window' })
    const again = await ask(address)
    expect(again.status).toBe(401)
    expect(again.body).toContain('used already')
    expect(again.body).toContain('npm run -s regrade -- address PROJECT')
    const known = await ask(address, { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect([known.status, known.headers.location, known.headers['set-cookie']]).toEqual([303, '/', undefined])
  })

  it('a ticket is good for ten minutes, and one of another start or a changed one never', async () => {
    const late = ticket()
    minutesLater = 11
    expect((await ask(`/?ticket=${late}`)).status).toBe(401)
    minutesLater = 0
    const [expiry, nonce, seal] = ticket().split('.')
    const forged = `${(Number.parseInt(expiry ?? '', 36) + 1).toString(36)}.${nonce}.${seal}`
    for (const wrong of [forged, 'x', '', makeTicket('another key', Date.now())]) {
      expect((await ask(`/?ticket=${wrong}`)).status).toBe(401)
      expect((await ask('/enter', { method: 'POST', body: wrong })).status).toBe(401)
    }
  })

  it('a browser is given a page that swaps the ticket where its cookie goes to no other port', async () => {
    const first = ticket()
    const page = await ask(`/?ticket=${first}`, { headers: { ...browser, 'sec-fetch-site': 'cross-site' } })
    expect(page.status).toBe(200)
    expect(page.headers['set-cookie']).toBeUndefined()
    expect(page.body).toContain(`data-own="http://${ownHost()}"`)
    expect(page.headers['content-security-policy']).toContain(`connect-src 'self' http://${ownHost()};`)
    const script = await ask('/enter.js', { headers: { ...browser, 'sec-fetch-site': 'same-origin' } })
    expect(script).toMatchObject({ status: 200, body: entryScript })
    const asksOwn = { host: ownHost(), origin: `http://127.0.0.1:${server.port}`, 'sec-fetch-site': 'cross-site' }
    const here = await ask('/here', { headers: asksOwn })
    expect([here.status, here.headers['access-control-allow-origin']]).toEqual([204, asksOwn.origin])
    const own = await ask(`/?ticket=${first}`, {
      headers: { ...browser, host: ownHost(), 'sec-fetch-site': 'cross-site' },
    })
    expect(own.status).toBe(200)
    expect(own.body).not.toContain('data-own')
    const entered = await ask('/enter', {
      method: 'POST',
      body: first,
      headers: { host: ownHost(), origin: `http://${ownHost()}` },
    })
    expect(entered.status).toBe(204)
    const cookie = `regrade-${server.port}=${sessionIn(entered)}`
    expect((await ask('/', { headers: { ...browser, host: ownHost(), cookie } })).status).toBe(200)
    expect((await ask('/enter', { method: 'POST', body: first })).status).toBe(401)
  })

  it('its own name is told to nobody who has no good ticket', async () => {
    for (const target of ['/', '/enter.js', '/here', '/?ticket=wrong', '/rpc']) {
      const { body, headers } = await ask(target, { headers: browser })
      expect(JSON.stringify({ body, headers })).not.toContain(ownHost())
    }
  })

  it('answers at no other loopback address than where it may be asked', async () => {
    const other = createServer()
    const taken = await new Promise<number>((resolve) =>
      other.listen(0, '::1', () => resolve((other.address() as AddressInfo).port)),
    )
    const served = startServer({
      workstation: { router: {}, pixels },
      port: taken,
      rendererFolder: join(folder, 'window'),
    })
    await expect(served).rejects.toMatchObject({ code: 'conflict' })
    other.close()
  })

  it.each(['/', '/assets/main-abcdef12.js', '/pixels/images/1/full', '/rpc', '/nothing'])(
    'tells nothing about %s to who has no session',
    async (target) => {
      const refusals = [await ask(target), await ask(target, { headers: { authorization: 'Bearer wrong' } })]
      for (const { status, body } of refusals) {
        expect(status).toBe(401)
        expect(body).toContain('ticket')
      }
    },
  )

  it.each([
    ['a rebound name', { host: 'evil.example' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page on another port', { 'sec-fetch-site': 'same-site' }],
  ])('refuses %s even with a session', async (_, headers) => {
    const { status, body } = await ask('/', { headers: { ...bearer(), ...headers } })
    expect(status).toBe(403)
    expect(body).not.toContain('the window')
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('refuses the method %s', async (method) => {
    const answers = [
      await ask('/', { method, headers: bearer() }),
      await ask('/pixels/images/1/full', { method, headers: bearer() }),
    ]
    for (const { status, headers } of answers) {
      expect(status).toBe(405)
      expect(headers.allow).toBe('GET, HEAD')
    }
  })
})

describe('what is served', () => {
  it('carries the policy on every answer', async () => {
    for (const target of ['/', '/nothing', '/pixels/images/1/full', '/assets/main-abcdef12.js']) {
      const { headers } = await ask(target, { headers: bearer() })
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'; script-src 'self';")
      expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port} ws://localhost:${server.port};`)
      expect(policy).not.toContain('unsafe-eval')
    }
    const refusal = await ask('/')
    expect(refusal.headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('keeps hashed files for good and asks about the others', async () => {
    const script = await ask('/assets/main-abcdef12.js', { headers: bearer() })
    expect(script.headers['cache-control']).toContain('immutable')
    expect(script.headers['content-type']).toContain('text/javascript')
    const page = await ask('/', { headers: bearer() })
    expect(page.headers['cache-control']).toBe('no-cache')
    const again = await ask('/', { headers: { ...bearer(), 'if-none-match': String(page.headers.etag) } })
    expect(again).toMatchObject({ status: 304, body: '' })
  })

  it('answers HEAD without a body', async () => {
    const page = await ask('/', { method: 'HEAD', headers: bearer() })
    expect(page).toMatchObject({ status: 200, body: '' })
    expect(page.headers['content-length']).toBe('25')
    expect(await ask('/pixels/images/1/full', { method: 'HEAD', headers: bearer() })).toMatchObject({
      status: 200,
      body: '',
    })
  })

  it.each([
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/%2e%2e%2fsecret.html',
    '/%252e%252e%252fsecret.html',
    '/..\\secret.html',
    '/..%5csecret.html',
    '/assets/../../secret.html',
    '/assets/..%2f..%2fsecret.html',
    '//secret.html',
    '/assets',
    '/assets/',
    '/assets/main-abcdef12.js.map',
    '/index.html%00.js',
    '/INDEX.HTML',
  ])('has nothing at %s', async (target) => {
    expect(await ask(target, { headers: bearer() })).toMatchObject({ status: 404, body: 'There is nothing here.\n' })
  })

  it.each([
    '/pixels/images//etc/passwd/full',
    '/pixels/images/../../etc/passwd',
    '/pixels/images/%2e%2e/full',
    '/pixels/images/1/full%2f..%2f..',
    '/pixels/images/%2fetc%2fpasswd/full',
    '/pixels/images/C:\\photographs\\one.jpg/full',
    '/pixels/images/one.jpg/full',
    '/pixels/..\\..\\secret.html',
    '/pixels/',
  ])('never asks the workstation for the path %s', async (target) => {
    asked.length = 0
    expect((await ask(target, { headers: bearer() })).status).toBe(404)
    expect(asked).toEqual([])
  })

  it('serves pixels by id, with their own type', async () => {
    const answer = await ask('/pixels/images/1/preview?v=2', { headers: bearer() })
    expect(answer).toMatchObject({ status: 200, body: 'pixels' })
    expect(answer.headers['content-type']).toBe('image/png')
    expect(asked.at(-1)).toBe('/pixels/images/1/preview')
  })

  it('answers a failure of the workstation with its sentence', async () => {
    expect(await ask('/pixels/images/2/full', { headers: bearer() })).toMatchObject({
      status: 500,
      body: 'The disk is gone.\n',
    })
  })

  it('stops reading pixels for a reader who has gone', async () => {
    const before = aborted
    await new Promise<void>((resolve) => {
      const outgoing = request(
        { host: '127.0.0.1', port: server.port, path: '/pixels/images/3/full', headers: bearer() },
        (incoming) => {
          incoming.on('error', () => undefined)
          incoming.once('data', () => {
            outgoing.destroy()
            resolve()
          })
        },
      )
      outgoing.on('error', () => undefined)
      outgoing.end()
    })
    await expect.poll(() => aborted).toBe(before + 1)
  })

  it('refuses a port that is taken with a sentence', async () => {
    const again = startServer({
      workstation: { router: {}, pixels },
      port: server.port,
      rendererFolder: join(folder, 'window'),
    })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  it('says that the window has not been built', async () => {
    const unbuilt = startServer({
      workstation: { router: {}, pixels },
      port: 0,
      rendererFolder: join(folder, 'nowhere'),
    })
    await expect(unbuilt).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the socket', () => {
  /** 101 where it opens, else the status it was refused with. */
  function knock(path: string, headers: Record<string, string>, origin?: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers, ...(origin ? { origin } : {}) })
      socket.on('open', () => {
        socket.terminate()
        resolve(101)
      })
      socket.on('unexpected-response', (_, response) => {
        resolve(response.statusCode ?? 0)
        socket.terminate()
      })
      socket.on('error', reject)
    })
  }

  it('opens with a session, by cookie or bearer, from our own page or from no page', async () => {
    const cookie = { cookie: `regrade-${server.port}=${session}` }
    expect(await knock('/rpc', bearer())).toBe(101)
    expect(await knock('/rpc', cookie, `http://127.0.0.1:${server.port}`)).toBe(101)
  })

  it.each([
    ['no session', '/rpc', () => ({}), undefined, 401],
    ['a wrong session', '/rpc', () => ({ authorization: 'Bearer wrong' }), undefined, 401],
    ['a ticket in the address', () => `/rpc?ticket=${ticket()}`, () => ({}), undefined, 401],
    ['a foreign page', '/rpc', bearer, 'https://evil.example', 403],
    ['a page on another port', '/rpc', bearer, 'http://127.0.0.1:8888', 403],
    ['a rebound name', '/rpc', () => ({ ...bearer(), host: 'evil.example' }), undefined, 403],
    ['another path', '/', bearer, undefined, 404],
  ])('is refused with %s', async (_, path, headers, origin, status) => {
    expect(await knock(typeof path === 'string' ? path : path(), headers(), origin)).toBe(status)
  })

  it('ends a connection that sends more than a page ever would', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers: bearer() })
    socket.on('error', () => undefined)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.once('open', () => socket.send(Buffer.alloc(9 * 1024 * 1024)))
    await closed
  })

  it('survives bytes that are no HTTP and sockets that end in the middle', async () => {
    for (const bytes of [
      'nonsense\r\n\r\n',
      'GET /rpc HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    ]) {
      const socket = connect(server.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(bytes)
      await wait(20)
      socket.destroy()
    }
    expect((await ask('/', { headers: bearer() })).status).toBe(200)
  })
})
