import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { AnyRouter } from '@orpc/server'
import { AppError, asAppError } from '#shared/errors.ts'
import { admit, cookieName, type Door } from './admission.ts'
import { isPixelPath } from './pixel-path.ts'
import { type RendererFiles, readRendererFiles } from './renderer-files.ts'
import { type RpcSockets, rpcSockets } from './rpc-sockets.ts'
import { securityHeaders } from './security-headers.ts'
import { makeToken } from './server-token.ts'
import { sendResponse, webRequest } from './web-response.ts'

const loopback = '127.0.0.1'

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
  /** Made anew where left out. */
  readonly token?: string
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string
  /** The address with the token in it: what a browser is opened with, and what is printed. */
  readonly url: string
  readonly port: number
  readonly token: string
  close(): Promise<void>
}

/** Serves the window, the contract and the pixels to this machine alone. Throws `AppError('conflict')` where the port is
 *  taken and `not_found` where the window has not been built. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const files = readRendererFiles(options.rendererFolder)
  const token = options.token ?? makeToken()
  const sockets = rpcSockets(options.workstation.router)
  const server = createServer()
  const port = await listen(server, options.port)
  const door: Door = { port, token }
  const room: Room = { door, files, sockets, pixels: options.workstation.pixels, headers: headersOf(port) }
  server.on('request', (request, response) => void answer(room, request, response))
  server.on('upgrade', (request, socket, head) => upgrade(room, request, socket, head))
  const address = `http://${loopback}:${port}/`
  return {
    address,
    url: `${address}?token=${token}`,
    port,
    token,
    close: () =>
      new Promise((resolve) => {
        sockets.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Room {
  readonly door: Door
  readonly files: RendererFiles
  readonly sockets: RpcSockets
  readonly pixels: Served['pixels']
  readonly headers: Readonly<Record<string, string>>
}

function headersOf(port: number) {
  return securityHeaders([`ws://${loopback}:${port}`, `ws://localhost:${port}`])
}

async function answer(room: Room, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url: target = '' } = request
  const admission = admit({ method, target, headers: request.headers }, room.door)
  if (admission.kind === 'refused') return refuse(room, response, admission.status, admission.sentence)
  if (admission.kind === 'first-visit') return welcome(room, response)
  if (method !== 'GET' && method !== 'HEAD') return refuse(room, response, 405, 'This can only be read.')
  const path = target.split('?', 1)[0] ?? ''
  if (isPixelPath(path)) return await sendPixels(room, path, request, response)
  const file = room.files.get(path)
  if (!file) return refuse(room, response, 404, 'There is nothing here.')
  const known = request.headers['if-none-match'] === file.etag
  response.writeHead(known ? 304 : 200, { ...file.headers, ...room.headers })
  response.end(known || method === 'HEAD' ? undefined : file.body)
}

async function sendPixels(room: Room, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const pixels = await room.pixels(webRequest(`http://${loopback}:${room.door.port}${path}`, request, response))
    await sendResponse(pixels, response, room.headers)
  } catch (error) {
    if (!response.headersSent) refuse(room, response, 500, asAppError(error).message)
  }
}

/** Swaps the token in the address for a cookie, and the address for one without it. */
function welcome(room: Room, response: ServerResponse): void {
  const { port, token } = room.door
  response.writeHead(303, {
    ...room.headers,
    'set-cookie': `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    'cache-control': 'no-store',
    location: '/',
  })
  response.end()
}

function refuse(room: Room, response: ServerResponse, status: number, sentence: string): void {
  const allow = status === 405 ? { allow: 'GET, HEAD' } : {}
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...allow,
    ...room.headers,
  }
  response.writeHead(status, headers)
  response.end(response.req.method === 'HEAD' ? undefined : `${sentence}\n`)
}

function upgrade(room: Room, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy())
  const admission = admit({ method: 'GET', target: request.url ?? '', headers: request.headers }, room.door)
  if (admission.kind === 'admitted' && request.url === '/rpc') {
    room.sockets.accept(request, socket, head)
    return
  }
  const status = admission.kind === 'refused' ? admission.status : 404
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const sentence = `Port ${port} of this machine cannot be used: ${cause.message}.`
      reject(new AppError('conflict', sentence, { cause, details: { port } }))
    })
    server.listen(port, loopback, () => resolve((server.address() as AddressInfo).port))
  })
}
