import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { AnyRouter } from '@orpc/server'
import { asAppError } from '#shared/errors.ts'
import { logFailure } from '#shared/log.ts'
import { type Admission, type AdmissionRules, admit, cookieName, newAddressSentence } from './admission/admission.ts'
import { entryPage, entryScript } from './admission/entry-page.ts'
import type { HostMemory } from './admission/host-memory.ts'
import { makeLabel, makeSecret } from './admission/secrets.ts'
import { Sessions } from './admission/sessions.ts'
import { Tickets, ticketUrl } from './admission/tickets.ts'
import { listenOnLoopback } from './loopback.ts'
import { builtPage, type Page } from './page.ts'
import { isPixelPath } from './pixel-path.ts'
import { type RpcSockets, refuseUpgrade, rpcSockets, tooManyPages } from './rpc-sockets.ts'
import { securityHeaders } from './security-headers.ts'
import { sendResponse, webRequest } from './web-response.ts'

/** What is served: of a workstation, its contract and its pixels. */
export interface Served {
  readonly router: AnyRouter
  readonly pixels: (request: Request) => Promise<Response>
}

export interface ServerOptions {
  readonly workstation: Served
  /** 0 takes any free one. */
  readonly port: number
  /** Where the built window lies: `dist/renderer`. */
  readonly rendererFolder: string
  /** What is served in its place. */
  readonly page?: Page | undefined
  /** Sessions that were let in before are let in again; none are where left out. */
  readonly memory?: HostMemory
  /** Lets nobody in any more who came with an earlier address. */
  readonly forgetSessions?: boolean | undefined
  readonly now?: () => number
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string
  /** Where a browser goes that knows the way: a name that nobody else knows. */
  readonly ownAddress: string
  readonly port: number
  /** The address with a new ticket in it, for one browser: what it is opened with, and what is printed. */
  newUrl(): string
  close(): Promise<void>
}

/** Serves the window, the contract and the pixels to this machine alone. Throws `AppError('conflict')` where the port is
 *  taken and `not_found` where the window has not been built. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { workstation, memory, now = Date.now } = options
  const page = options.page ?? builtPage(options.rendererFolder)
  const sockets = rpcSockets(workstation.router)
  const handlers = {
    request: (request: IncomingMessage, response: ServerResponse) => void answer(parts, request, response),
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => upgrade(parts, request, socket, head),
  }
  const { port, close } = await listenOnLoopback(options.port, handlers)
  if (options.forgetSessions) memory?.sessions(port).keep({})
  const sessions = new Sessions(memory?.sessions(port), now)
  const tickets = new Tickets(makeSecret(), now)
  const ownName = memory?.ownName() ?? `regrade-${makeLabel(26)}.localhost`
  const rules: AdmissionRules = { port, ownName, knows: (secret) => sessions.knows(secret) }
  const parts: ServerParts = { rules, sessions, tickets, page, sockets, pixels: workstation.pixels }
  memory?.announce(port, tickets.key)
  const address = `http://127.0.0.1:${port}/`
  return {
    address,
    ownAddress: `http://${ownName}:${port}/`,
    port,
    newUrl: () => ticketUrl(port, tickets.make()),
    close: async () => {
      memory?.withdraw(port)
      sockets.close()
      page.close()
      await close()
    },
  }
}

interface ServerParts {
  readonly rules: AdmissionRules
  readonly sessions: Sessions
  readonly tickets: Tickets
  readonly page: Page
  readonly sockets: RpcSockets
  readonly pixels: Served['pixels']
}

/** Headers of an answer. The host's own name is told to nobody who does not know it. */
function headersOf({ rules: { port, ownName } }: ServerParts, { headers }: IncomingMessage): Record<string, string> {
  const own = `${ownName}:${port}`
  const hosts = headers.host === own ? [own] : [`127.0.0.1:${port}`, `localhost:${port}`]
  return { ...securityHeaders(hosts.map((host) => `ws://${host}`)) }
}

async function answer(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url: target = '' } = request
  // A browser asks for it by itself while the page of the first visit, which has none, is shown.
  if (method === 'GET' && target === '/favicon.ico') {
    response.writeHead(204, headersOf(parts, request))
    response.end()
    return
  }
  const admission = admit({ method, target, headers: request.headers }, parts.rules)
  if (admission.kind !== 'admitted') return await answerStranger(parts, admission, request, response)
  if (method !== 'GET' && method !== 'HEAD') return refuse(parts, response, 405, 'This can only be read.')
  const path = target.split('?', 1)[0] ?? ''
  if (path === '/rpc') {
    const hasRoom = parts.sockets.hasRoom()
    return refuse(parts, response, hasRoom ? 426 : 503, hasRoom ? 'Here a WebSocket is opened.' : tooManyPages)
  }
  if (isPixelPath(path)) return await sendPixels(parts, path, request, response)
  const found = parts.page.answer(path, request, response, headersOf(parts, request))
  if (!found) refuse(parts, response, 404, 'There is nothing here.')
}

/** Answers who has no session yet: with the page that swaps a ticket for one, its script, the session, or why not. */
async function answerStranger(
  parts: ServerParts,
  admission: Exclude<Admission, { kind: 'admitted' }>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { rules, tickets } = parts
  const send = (status: number, headers: Record<string, string>, body = '') => {
    response.writeHead(status, { ...headersOf(parts, request), 'cache-control': 'no-store', ...headers })
    response.end(body)
  }
  switch (admission.kind) {
    case 'refused':
      return refuse(parts, response, admission.status, admission.sentence)
    case 'own-name-known':
      return send(204, {
        'access-control-allow-origin': admission.origin,
        'cross-origin-resource-policy': 'cross-origin',
      })
    case 'entry-script':
      return send(200, { 'content-type': 'text/javascript; charset=utf-8' }, entryScript)
    case 'entering': {
      const ticket = await shortBody(request)
      return tickets.spend(ticket) ? send(204, sessionCookie(parts)) : refuse(parts, response, 401, usedTicket)
    }
    case 'first-visit': {
      const { ticket, browser, known } = admission
      if (!tickets.isGood(ticket))
        return known ? send(303, { location: '/' }) : refuse(parts, response, 401, usedTicket)
      // What is no browser runs no script, and shares its cookies with no other port.
      if (!browser) {
        tickets.spend(ticket)
        return send(303, { ...sessionCookie(parts), location: '/' })
      }
      const own = `${rules.ownName}:${rules.port}`
      const other = request.headers.host === own ? null : `http://${own}`
      const policy = securityHeaders(other === null ? [] : [other])
      return send(200, { ...policy, 'content-type': 'text/html; charset=utf-8' }, entryPage(other))
    }
  }
}

const usedTicket = `This address was used already, or is too old. ${newAddressSentence}`

function sessionCookie({ rules, sessions }: ServerParts): Record<string, string> {
  return { 'set-cookie': `${cookieName(rules.port)}=${sessions.open()}; HttpOnly; SameSite=Strict; Path=/` }
}

/** A body no longer than a ticket. */
async function shortBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > 500) return ''
  }
  return text
}

async function sendPixels(
  parts: ServerParts,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const pixels = await parts.pixels(webRequest(`http://127.0.0.1:${parts.rules.port}${path}`, request, response))
    await sendResponse(pixels, response, headersOf(parts, request))
  } catch (error) {
    logFailure('error', 'A picture could not be served.', error)
    if (!response.headersSent) refuse(parts, response, 500, asAppError(error).message)
  }
}

function refuse(parts: ServerParts, response: ServerResponse, status: number, sentence: string): void {
  const allow = status === 405 ? { allow: 'GET, HEAD' } : {}
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...allow,
    ...headersOf(parts, response.req),
  }
  response.writeHead(status, headers)
  response.end(response.req.method === 'HEAD' ? undefined : `${sentence}\n`)
}

function upgrade(parts: ServerParts, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy())
  const admission = admit({ method: 'GET', target: request.url ?? '', headers: request.headers }, parts.rules)
  if (admission.kind === 'admitted' && request.url === '/rpc') {
    parts.sockets.accept(request, socket, head)
    return
  }
  if (admission.kind === 'admitted' && parts.page.upgrade(request, socket, head)) return
  if (admission.kind === 'refused') refuseUpgrade(socket, admission.status, admission.sentence)
  else refuseUpgrade(socket, 404, 'There is nothing here.')
}
