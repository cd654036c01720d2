import { describe, expect, it } from 'vitest'
import { admit, cookieName } from './admission.ts'

const session = 'x'.repeat(43)
const rules = { port: 4711, ownName: 'regrade-own.localhost', knows: (secret: string) => secret === session }
const good = { host: '127.0.0.1:4711', cookie: `other=1; ${cookieName(4711)}=${session}` }

function kindOf(headers: Record<string, string>, target = '/', method = 'GET') {
  const admission = admit({ method, target, headers }, rules)
  return admission.kind === 'refused' ? admission.status : admission.kind
}

describe('admission', () => {
  it.each([
    ['the cookie', good, '/'],
    ['the cookie, at its own name', { ...good, host: 'regrade-own.localhost:4711' }, '/'],
    ['a bearer’s session', { host: 'localhost:4711', authorization: `Bearer ${session}` }, '/rpc'],
    ['its own origin', { ...good, origin: 'http://127.0.0.1:4711' }, '/rpc'],
    ['a same-origin fetch', { ...good, 'sec-fetch-site': 'same-origin' }, '/pixels/images/1/full'],
    ['an address typed by hand', { ...good, 'sec-fetch-site': 'none' }, '/'],
  ])('admits %s', (_, headers, target) => {
    expect(kindOf(headers, target)).toBe('admitted')
  })

  it.each([
    ['a rebound name', { ...good, host: 'evil.example:4711' }, '/', 403],
    ['a name that begins like ours', { ...good, host: '127.0.0.1:4711.evil.example' }, '/', 403],
    ['another port of this machine', { ...good, host: '127.0.0.1:80' }, '/', 403],
    ['the name without its port', { ...good, host: '127.0.0.1' }, '/', 403],
    ['an IPv6 loopback, where nothing of ours listens', { ...good, host: '[::1]:4711' }, '/', 403],
    ['no name', { cookie: good.cookie }, '/', 403],
    ['a foreign origin', { ...good, origin: 'https://evil.example' }, '/', 403],
    ['an origin on another port', { ...good, origin: 'http://127.0.0.1:8888' }, '/', 403],
    ['the other name of this machine as origin', { ...good, origin: 'http://localhost:4711' }, '/', 403],
    ['an opaque origin', { ...good, origin: 'null' }, '/', 403],
    ['a cross-site request', { ...good, 'sec-fetch-site': 'cross-site' }, '/', 403],
    [
      'a request from another port, which browsers call the same site',
      { ...good, 'sec-fetch-site': 'same-site' },
      '/',
      403,
    ],
    ['a proxy request', good, 'http://127.0.0.1:4711/', 400],
    ['no session', { host: good.host }, '/', 401],
    ['a wrong cookie', { host: good.host, cookie: `${cookieName(4711)}=wrong` }, '/', 401],
    ['a cookie of another port', { host: good.host, cookie: `${cookieName(4712)}=${session}` }, '/', 401],
    ['an empty cookie', { host: good.host, cookie: `${cookieName(4711)}=` }, '/', 401],
    ['a wrong bearer', { host: good.host, authorization: 'Bearer wrong' }, '/', 401],
    ['a session that only begins right', { host: good.host, authorization: `Bearer ${session.slice(1)}` }, '/', 401],
    ['a session of another scheme', { host: good.host, authorization: `Basic ${session}` }, '/', 401],
    ['a session in the address', { host: good.host }, `/?token=${session}`, 401],
    ['a ticket in another address than the page', { host: good.host }, '/rpc?ticket=t', 401],
    ['another name under .localhost', { ...good, host: 'regrade-other.localhost:4711' }, '/', 403],
    ['its own name at another port', { ...good, host: 'regrade-own.localhost:80' }, '/', 403],
    [
      'the origin of its own name at the common one',
      { ...good, origin: 'http://regrade-own.localhost:4711' },
      '/',
      403,
    ],
    [
      'a frame that holds the first page',
      { ...good, 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' },
      '/?ticket=t',
      403,
    ],
    ['a ticket from a foreign page', { host: good.host, origin: 'https://evil.example' }, '/enter', 403],
    [
      'a foreign page that asks for its own name',
      { host: 'regrade-own.localhost:4711', origin: 'https://evil.example' },
      '/here',
      403,
    ],
  ])('refuses %s', (_, headers, target, status) => {
    expect(kindOf(headers, target)).toBe(status)
  })

  it('takes a ticket in the address of the first navigation only, wherever that comes from', () => {
    const fromFile = { host: good.host, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }
    expect(kindOf({ host: good.host }, '/?ticket=t')).toBe('first-visit')
    expect(kindOf(fromFile, '/?ticket=t')).toBe('first-visit')
    expect(kindOf({ host: good.host }, '/?ticket=t', 'POST')).toBe(405)
    expect(kindOf({ host: good.host }, '/enter', 'POST')).toBe('entering')
    expect(kindOf({ host: good.host }, '/enter', 'GET')).toBe(401)
  })
})
