import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { page } from '#workstation/caller.ts'

/** Largest message the page may send, in bytes: 100,000 photographs named in one command are about 1 MB. */
const maxMessageBytes = 8 * 1024 * 1024

/** Pages open at once. One is usual; a forgotten loop of reconnections is not. */
const maxSockets = 32

export interface RpcSockets {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/** The contract over WebSockets. Uncompressed: within one machine a list of 1.5 MB takes 3 ms as it is, 184 ms deflated
 *  (34 ms at the fastest level). */
export function rpcSockets(router: AnyRouter): RpcSockets {
  const handler = new RPCHandler(router)
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false })
  return {
    accept: (request, socket, head) => {
      if (server.clients.size >= maxSockets) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, (connection) => {
        // A broken or oversized frame ends its own connection, which ws has done by the time it says so.
        connection.on('error', () => connection.terminate())
        void handler.upgrade(connection, { context: page })
      })
    },
    close: () => {
      for (const connection of server.clients) connection.terminate()
      server.close()
    },
  }
}
