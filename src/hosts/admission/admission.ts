import type { IncomingHttpHeaders } from 'node:http'

/** What the server wants to know of a request before it looks at what is asked. */
export interface Arrival {
  readonly method: string
  /** The request's target as it came, undecoded. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
}

export interface AdmissionRules {
  readonly port: number
  /** The name of this user's hosts, without a port. */
  readonly ownName: string
  /** Whether a session was let in. */
  readonly knows: (secret: string) => boolean
}

export type Admission =
  | { readonly kind: 'admitted' }
  /** The address that was printed, opened: what is sent back tells nothing and does nothing but swap the ticket for a session.
   *  `browser`: it can run a script. */
  | { readonly kind: 'first-visit'; readonly ticket: string; readonly browser: boolean; readonly known: boolean }
  /** The ticket comes in the body, from the page of the first visit. */
  | { readonly kind: 'entering' }
  /** The script of that page. */
  | { readonly kind: 'entry-script' }
  /** That page asks whether its browser knows the way to the host's own name. */
  | { readonly kind: 'own-name-known'; readonly origin: string }
  | { readonly kind: 'refused'; readonly status: number; readonly sentence: string }

/** Cookies do not tell ports apart: the name does, so that two hosts of one user do not overwrite each other's. */
export function cookieName(port: number): string {
  return `regrade-${port}`
}

export const entryScriptPath = '/enter.js'
export const enteringPath = '/enter'
export const ownNamePath = '/here'

/** Lets a request in, or says why not. In this order: the name it was sent to (a rebound DNS name is not ours), where it
 *  comes from (another site, or another port of this machine, is not ours), and whether its session was let in. */
export function admit(arrival: Arrival, rules: AdmissionRules): Admission {
  const { headers, target, method } = arrival
  const host = headers.host ?? ''
  const own = `${rules.ownName}:${rules.port}`
  const common = [`127.0.0.1:${rules.port}`, `localhost:${rules.port}`]
  if (host !== own && !common.includes(host)) return refused(403, 'This server answers only under its own address.')
  if (!target.startsWith('/')) return refused(400, 'The address is not one of this server.')
  if (target === ownNamePath && host === own && common.some((name) => headers.origin === `http://${name}`)) {
    return { kind: 'own-name-known', origin: headers.origin ?? '' }
  }
  const known = isKnown(headers, rules)
  const ticket = ticketIn(target)
  // A link from a file or another name leads here; a frame or a picture does not.
  if (ticket !== null && method === 'GET' && (headers['sec-fetch-dest'] ?? 'document') === 'document') {
    return { kind: 'first-visit', ticket, browser: headers['sec-fetch-site'] !== undefined, known }
  }
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) {
    return refused(403, 'This server answers only its own page.')
  }
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return refused(403, 'This server answers only its own page. Paste the address into the browser instead.')
  }
  if (ticket !== null) return refused(405, 'The ticket is for opening the page.')
  if (target === enteringPath && method === 'POST') return { kind: 'entering' }
  if (target === entryScriptPath && method === 'GET') return { kind: 'entry-script' }
  return known ? { kind: 'admitted' } : unknownSession
}

/** What to do where an address no longer lets anybody in, or never did. */
export const newAddressSentence =
  'Each address that is printed lets one browser in, once and within ten minutes. For a new one, run: npm run -s regrade -- address PROJECT'

const unknownSession = refused(
  401,
  `This browser has not been let in, or too long ago: a ticket is wanted. ${newAddressSentence}`,
)

function ticketIn(target: string): string | null {
  return target.startsWith('/?') ? new URLSearchParams(target.slice(2)).get('ticket') : null
}

function isKnown(headers: IncomingHttpHeaders, { port, knows }: AdmissionRules): boolean {
  const secret = bearer(headers) ?? cookie(headers, cookieName(port))
  return secret !== undefined && knows(secret)
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
