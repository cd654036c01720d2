import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { PortMain } from '../tests/electron/port-main.ts'
import { type PixelRequest, toWorkstationSchema } from './messages.ts'
import { fetchPixels } from './pixel-client.ts'
import { servePixels } from './pixel-server.ts'

vi.mock('electron', () => import('../tests/electron/fake-electron.ts'))

/** Both ends, joined by the port that goes from main to the workstation process. */
function ask(request: Request, pixels: (request: Request) => Promise<Response>) {
  let port: PortMain | undefined
  const answer = fetchPixels(request, (message, other) => {
    port = other as unknown as PortMain
    void servePixels(toWorkstationSchema.parse(message) as PixelRequest, other, pixels)
  })
  return { answer, port: () => port }
}

const address = 'app://regrade/pixels/images/7/full'

describe('pixels over a port', () => {
  it('carries the request and the answer, chunk for chunk', async () => {
    const chunks = [new Uint8Array([1, 2]), new Uint8Array([3])]
    let asked: Request | undefined
    const request = new Request(address, { headers: { 'if-none-match': '"a"', cookie: 'not passed on' } })
    const { answer } = ask(request, async (incoming) => {
      asked = incoming
      const body = new ReadableStream({
        pull: (controller) => {
          const chunk = chunks.shift()
          if (chunk) controller.enqueue(chunk)
          else controller.close()
        },
      })
      return new Response(body, { status: 206, headers: { etag: '"b"' } })
    })
    const response = await answer
    expect(response.status).toBe(206)
    expect(response.headers.get('etag')).toBe('"b"')
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 3])
    expect(new URL(asked?.url ?? '').pathname).toBe('/pixels/images/7/full')
    expect([...(asked?.headers ?? [])]).toEqual([['if-none-match', '"a"']])
  })

  it('answers without a body where there is none', async () => {
    const { answer } = ask(new Request(address), async () => new Response(null, { status: 304 }))
    const response = await answer
    expect(response.status).toBe(304)
    expect(response.body).toBeNull()
  })

  it('asks for no more than is read, and stops when the reader does', async () => {
    let made = 0
    let cancelled = false
    const { answer } = ask(new Request(address), async () => {
      const body = new ReadableStream(
        {
          pull: (controller) => {
            made += 1
            controller.enqueue(new Uint8Array(1024))
          },
          cancel: () => {
            cancelled = true
          },
        },
        { highWaterMark: 0 },
      )
      return new Response(body)
    })
    const reader = (await answer).body?.getReader()
    await reader?.read()
    await reader?.read()
    await wait(20)
    expect(made).toBe(2)
    await reader?.cancel()
    await expect.poll(() => cancelled).toBe(true)
  })

  it('tells the workstation when the page no longer wants the picture', async () => {
    const wanted = new AbortController()
    let signal: AbortSignal | undefined
    const { answer } = ask(new Request(address, { signal: wanted.signal }), async (incoming) => {
      signal = incoming.signal
      await wait(10_000, undefined, { signal: incoming.signal })
      return new Response()
    })
    await expect.poll(() => signal).toBeDefined()
    wanted.abort()
    await expect(answer).rejects.toThrow()
    await expect.poll(() => signal?.aborted).toBe(true)
  })

  it('rejects with the sentence of a failure', async () => {
    const { answer } = ask(new Request(address), async () => {
      throw new Error('The disk is gone.')
    })
    await expect(answer).rejects.toThrow('The disk is gone.')
  })

  it('breaks off where the workstation process ends in the middle', async () => {
    const { answer, port } = ask(new Request(address), async () => new Response(new ReadableStream({})))
    const reading = (await answer).arrayBuffer()
    port()?.close()
    await expect(reading).rejects.toThrow('The workstation has closed.')
  })
})
