import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { AppError, asAppError } from '#shared/errors.ts'

interface Handlers {
  readonly request: (request: IncomingMessage, response: ServerResponse) => void
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** Free ports of 127.0.0.1 that are tried where ::1 has them taken. */
const attempts = 8

/** Listens at one port of this machine, on both its loopback addresses where it has two: a browser asks either for a name that leads
 *  here, and nobody else may answer. Throws `AppError('conflict')` where one is taken. 0: any port that is free on both. */
export async function listenOnLoopback(
  asked: number,
  handlers: Handlers,
  left = attempts,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const first = serverOf(handlers)
  const port = await listen(first, '127.0.0.1', asked)
  const second = serverOf(handlers)
  const servers = [first]
  try {
    await listen(second, '::1', port)
    servers.push(second)
  } catch (error) {
    // A machine without IPv6 has nobody listen there.
    if (asAppError(error).details.code === 'EADDRINUSE') {
      await closed(first)
      if (asked !== 0 || left === 0) throw error
      return await listenOnLoopback(0, handlers, left - 1)
    }
  }
  return { port, close: async () => void (await Promise.all(servers.map(closed))) }
}

function serverOf({ request, upgrade }: Handlers): Server {
  return createServer().on('request', request).on('upgrade', upgrade)
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const sentence = `Port ${port} of this machine cannot be used: ${cause.message}.`
      const { code } = cause as NodeJS.ErrnoException
      reject(new AppError('conflict', sentence, { cause, details: { port, code } }))
    })
    server.listen({ host, port, exclusive: true, ipv6Only: host === '::1' }, () =>
      resolve((server.address() as AddressInfo).port),
    )
  })
}
