import { on } from 'node:events'
import { MessageChannelMain, type MessagePortMain } from 'electron'
import { pixelHeaders } from '#hosts/pixel-path.ts'
import { type PixelPart, type PixelRequest, pixelPartSchema } from './messages.ts'

/** Asks the workstation process for pixels, over a port of this request's own, and passes them on as they come: a chunk
 *  is asked for when Chromium wants one, and the port closes when it wants no more. */
export async function fetchPixels(
  request: Request,
  post: (message: PixelRequest, port: MessagePortMain) => void,
): Promise<Response> {
  const { port1: port, port2 } = new MessageChannelMain()
  const parts = on(port, 'message', { signal: request.signal, close: ['close'] })
  request.signal.addEventListener('abort', () => port.close(), { once: true })
  const next = async (): Promise<PixelPart> => {
    const { done, value } = await parts.next()
    const part: PixelPart = done
      ? { kind: 'failed', sentence: 'The workstation has closed.' }
      : pixelPartSchema.parse(value[0].data)
    if (part.kind === 'failed') throw new Error(part.sentence)
    return part
  }
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    port.postMessage('more')
    const part = await next()
    if (part.kind === 'chunk') return controller.enqueue(part.bytes)
    controller.close()
    port.close()
  }
  const headers = pixelHeaders((name) => request.headers.get(name))
  post({ kind: 'pixels', path: new URL(request.url).pathname, method: request.method, headers }, port2)
  port.start()
  const head = await next()
  if (head.kind !== 'head') throw new Error('The workstation answered out of turn.')
  if (!head.body) port.close()
  const body = head.body ? new ReadableStream({ pull, cancel: () => port.close() }, { highWaterMark: 0 }) : null
  return new Response(body, head)
}
