import type { IncomingHttpHeaders } from 'node:http'
import { isToken } from './server-token.ts'

/** What the server wants to know of a request before it looks at what is asked. */
export interface Arrival {
  readonly method: string
  /** The request's target as it came, undecoded. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
}

export interface Door {
  readonly port: number
  readonly token: string
}

export type Admission =
  | { readonly kind: 'admitted' }
  /** The first navigation: it carries the token in its address, which the cookie replaces. */
  | { readonly kind: 'first-visit' }
  | { readonly kind: 'refused'; readonly status: number; readonly sentence: string }

/** Cookies do not tell ports apart: the name does, so that two servers on one machine do not overwrite each other's. */
export function cookieName(port: number): string {
  return `regrade-${port}`
}

/** Lets a request in, or says why not. In this order: the name it was sent to (a rebound DNS name is not ours), where it
 *  comes from (another site, or another port of this machine, is not ours), and whether it knows the token. */
export function admit(arrival: Arrival, door: Door): Admission {
  const { headers, target } = arrival
  const host = headers.host ?? ''
  if (!hosts(door.port).includes(host)) return refused(403, 'This server answers only under its own address.')
  if (!target.startsWith('/')) return refused(400, 'The address is not one of this server.')
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) {
    return refused(403, 'This server answers only its own page.')
  }
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return refused(403, 'This server answers only its own page. Paste the address into the browser instead.')
  }
  const query = new URLSearchParams(target.split('?', 2)[1] ?? '').get('token')
  if (query !== null && target.startsWith('/?')) {
    if (!isToken(query, door.token)) return unknownToken
    return arrival.method === 'GET' ? { kind: 'first-visit' } : refused(405, 'The token is for opening the page.')
  }
  return isToken(bearer(headers) ?? cookie(headers, cookieName(door.port)), door.token)
    ? { kind: 'admitted' }
    : unknownToken
}

const unknownToken = refused(401, 'Open the address that was printed when Regrade was started: it carries a token.')

function hosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`]
}

function refused(status: number, sentence: string) {
  return { kind: 'refused', status, sentence } as const
}

function bearer(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1]
}

function cookie(headers: IncomingHttpHeaders, name: string): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}
