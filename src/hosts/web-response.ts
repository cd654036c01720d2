import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { logFailure } from '#shared/log.ts'
import { pixelHeaders } from './pixel-path.ts'

/** The request as the web's own type, at an address of the caller's choosing. Its signal is raised when the reader of
 *  the answer has gone, so that nothing is decoded for nobody. */
export function webRequest(url: string, incoming: IncomingMessage, outgoing: ServerResponse): Request {
  const gone = new AbortController()
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort()
  })
  const headers = pixelHeaders((name) => incoming.headers[name])
  return new Request(url, { method: incoming.method ?? 'GET', headers, signal: gone.signal })
}

/** Sends a web response through node:http as it arrives, with `headers` above its own. */
export async function sendResponse(
  response: Response,
  outgoing: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...headers })
  if (!response.body || outgoing.req.method === 'HEAD') {
    await response.body?.cancel()
    outgoing.end()
    return
  }
  try {
    await pipeline(chunksOf(response.body), outgoing)
  } catch (error) {
    logFailure('debug', 'The rest of a picture could not be sent.', error)
    // The head is sent: all that can still be told is that the body is not whole.
    outgoing.destroy()
  }
}

async function* chunksOf(body: NonNullable<Response['body']>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}
