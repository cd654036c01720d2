import type { MessagePortMain } from 'electron'
import { asAppError } from '#shared/errors.ts'
import { logFailure } from '#shared/log.ts'
import type { PixelPart, PixelRequest } from './messages.ts'

/** Answers one request for pixels on its port: the head at once, then a chunk for each that is asked for. Work on a
 *  picture that is no longer wanted is given up. */
export async function servePixels(
  asked: PixelRequest,
  port: MessagePortMain,
  pixels: (request: Request) => Promise<Response>,
): Promise<void> {
  const gone = new AbortController()
  const post = (part: PixelPart) => {
    if (!gone.signal.aborted) port.postMessage(part)
  }
  const failed = (error: unknown) => {
    logFailure('error', 'A picture could not be served.', error)
    post({ kind: 'failed', sentence: asAppError(error).message })
  }
  port.on('close', () => gone.abort())
  port.start()
  try {
    const { method, headers } = asked
    const request = new Request(`http://workstation${asked.path}`, { method, headers, signal: gone.signal })
    const response = await pixels(request)
    const reader = response.body?.getReader()
    gone.signal.addEventListener('abort', () => void reader?.cancel().catch(() => undefined))
    port.on('message', () => {
      reader?.read().then(({ done, value }) => post(done ? { kind: 'end' } : { kind: 'chunk', bytes: value }), failed)
    })
    post({ kind: 'head', status: response.status, headers: [...response.headers], body: reader !== undefined })
  } catch (error) {
    failed(error)
  }
}
