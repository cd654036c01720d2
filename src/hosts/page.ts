import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RendererFiles, readRendererFiles } from './renderer-files.ts'

/** What is served to who was let in, beside the contract and the pixels. */
export interface Page {
  /** False where there is nothing at that path. `headers`: what every answer carries. */
  answer(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    headers: Readonly<Record<string, string>>,
  ): boolean
  /** False where no WebSocket is opened. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** Ends the WebSockets that it opened: the server ends with the last one. */
  close(): void
}

/** The built window. Throws `AppError('not_found')` where there is none in that folder. */
export function builtPage(folder: string): Page {
  const files: RendererFiles = readRendererFiles(folder)
  return {
    upgrade: () => false,
    close: () => undefined,
    answer: (path, request, response, headers) => {
      const file = files.get(path)
      if (!file) return false
      const known = request.headers['if-none-match'] === file.etag
      response.writeHead(known ? 304 : 200, { ...file.headers, ...headers })
      response.end(known || request.method === 'HEAD' ? undefined : file.body)
      return true
    },
  }
}
