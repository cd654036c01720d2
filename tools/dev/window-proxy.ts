import { request as ask, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Page } from '../../src/hosts/page.ts'

/** The window as Vite serves it at a socket, behind the door of the host: who was not let in gets none of it. */
export function proxiedPage(socketPath: string, nonce: string): Page {
  const open = new Set<Duplex>()
  const asked = ({ method, url: path, headers }: IncomingMessage) => ask({ socketPath, method, path, headers })
  return {
    answer: (_, request, response, headers) => {
      asked(request)
        .on('response', (found) => {
          const kept = Object.entries(found.headers).filter(([name]) => name !== 'access-control-allow-origin')
          response.writeHead(found.statusCode ?? 502, { ...Object.fromEntries(kept), ...allowing(headers, nonce) })
          found.pipe(response)
        })
        .on('error', () => response.writeHead(502, headers).end('The server of the window does not answer.\n'))
        .end()
      return true
    },
    upgrade: (request, socket, head) => {
      asked(request)
        .on('upgrade', ({ statusMessage, rawHeaders }, far, first) => {
          const lines = rawHeaders.flatMap((name, index) => (index % 2 ? [] : [`${name}: ${rawHeaders[index + 1]}`]))
          socket.write(`HTTP/1.1 101 ${statusMessage}\r\n${lines.join('\r\n')}\r\n\r\n`)
          socket.write(first)
          far.write(head)
          far.on('error', () => socket.destroy()).pipe(socket)
          open.add(socket)
          socket.on('close', () => {
            open.delete(socket)
            far.destroy()
          })
          socket.pipe(far)
        })
        .on('response', () => socket.destroy())
        .on('error', () => socket.destroy())
        .end()
      return true
    },
    close: () => {
      for (const socket of open) socket.destroy()
    },
  }
}

/** The host's headers, with the one script allowed that stands in the page. */
export function allowing(headers: Readonly<Record<string, string>>, nonce: string): Record<string, string> {
  const policy = headers['content-security-policy']?.replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`)
  return { ...headers, ...(policy && { 'content-security-policy': policy }) }
}
