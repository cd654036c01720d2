import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { logFailure } from '#shared/log.ts'
import { page } from '#workstation/caller.ts'
import { BoundedLine } from './bounded-line.ts'

/** Largest message the page may send, in bytes: 100,000 photographs named in one command are about 1 MB. */
const maxMessageBytes = 8 * 1024 * 1024

/** Pages open at once. One is usual; a forgotten loop of reconnections is not. */
export const maxSockets = 64

/** Why one page more is not let in. */
export const tooManyPages = `${maxSockets} windows of this workstation are open, and no further one is let in. Close one of them; this one then goes on by itself.`

export interface RpcSockets {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Whether there is room for one more page. */
  hasRoom(): boolean
  close(): void
}

/** The contract over WebSockets. Uncompressed: within one machine a list of 1.5 MB takes 3 ms as it is, 184 ms deflated
 *  (34 ms at the fastest level). */
export function rpcSockets(router: AnyRouter): RpcSockets {
  const handler = new RPCHandler(router)
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false })
  const hasRoom = () => server.clients.size < maxSockets
  return {
    hasRoom,
    accept: (request, socket, head) => {
      if (!hasRoom()) return refuseUpgrade(socket, 503, tooManyPages)
      server.handleUpgrade(request, socket, head, (connection) => {
        // A broken or oversized frame ends its own connection, which ws has done by the time it says so.
        connection.on('error', (error) => {
          logFailure('warn', 'The line of a page broke.', error)
          connection.terminate()
        })
        void handler.upgrade(new BoundedLine(connection), { context: page })
      })
    },
    close: () => {
      for (const connection of server.clients) connection.terminate()
      server.close()
    },
  }
}

/** Says why no WebSocket is opened. A browser shows it to nobody, so its page asks for it once more (`GET /rpc`). */
export function refuseUpgrade(socket: Duplex, status: number, sentence: string): void {
  const body = `${sentence}\n`
  const type = 'Content-Type: text/plain; charset=utf-8'
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\n${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
