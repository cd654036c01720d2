import { describe, expect, it, vi } from 'vitest'
import type { RendererFiles } from '#hosts/renderer-files.ts'
import { protocol } from '../tests/electron/fake-electron.ts'
import { isOwnAddress, registerAppScheme, serveAppScheme } from './protocol.ts'

vi.mock('electron', () => import('../tests/electron/fake-electron.ts'))

const page = { body: new TextEncoder().encode('the window'), etag: '"e"', headers: { 'content-type': 'text/html' } }
const files: RendererFiles = new Map([
  ['/', page],
  ['/index.html', page],
])
const pixels = vi.fn(async (request: Request) => {
  if (request.url.endsWith('/404/full')) throw new Error('The process is gone.')
  return new Response('pixels', { headers: { 'content-type': 'image/jpeg' } })
})
serveAppScheme(files, pixels)

async function ask(address: string, method = 'GET') {
  const handler = protocol.handlers.get('app')
  if (!handler) throw new Error('Nothing serves app://.')
  return await handler(new Request(address, { method }))
}

describe('the app protocol', () => {
  it('is an origin of its own, without leave to pass the policy', () => {
    registerAppScheme()
    expect(protocol.registered).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ])
  })

  it('serves the window with its policy', async () => {
    const response = await ask('app://regrade/')
    expect(await response.text()).toBe('the window')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'self';")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await ask('app://regrade/', 'HEAD')).body).toBeNull()
  })

  it('passes pixels on, under the same policy', async () => {
    const response = await ask('app://regrade/pixels/images/1/full')
    expect(await response.text()).toBe('pixels')
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('says so when the workstation cannot be asked', async () => {
    expect((await ask('app://regrade/pixels/images/404/full')).status).toBe(503)
  })

  it.each([
    'app://elsewhere/',
    'app://regrade.evil.example/',
    'app://regrade/nothing',
    'app://regrade/..%2f..%2fetc%2fpasswd',
    'app://regrade/%252e%252e/etc/passwd',
    'app://regrade/\\..\\secret',
    'app://regrade/pixels/images/..%2f..%2fetc/full',
    'app://regrade/pixels/images/one.jpg/full',
  ])('has nothing at %s', async (address) => {
    pixels.mockClear()
    expect((await ask(address)).status).toBe(404)
    expect(pixels).not.toHaveBeenCalled()
  })

  it('can only be read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await ask('app://regrade/pixels/images/1/full', method)).status).toBe(405)
    }
  })

  it('knows its own addresses', () => {
    expect(isOwnAddress('app://regrade/index.html#/review')).toBe(true)
    const others = [
      undefined,
      '',
      'about:blank',
      'https://regrade/',
      'app://regrade.evil.example/',
      'file:///etc/passwd',
    ]
    for (const other of others) expect(isOwnAddress(other)).toBe(false)
  })
})
