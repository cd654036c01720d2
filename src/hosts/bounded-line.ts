import type { WebSocket } from 'ws'
import { z } from 'zod'

/** Calls that one page may have at work at once. A window has some tens while it opens; whoever sends without waiting is told. */
export const maxCalls = 256

const busy = {
  ...{ code: 'conflict', status: 429 },
  message: `${maxCalls} calls of this window are at work, and no further one is taken. Wait for their answers, and ask again.`,
}
const malformed = {
  ...{ code: 'usage', status: 400 },
  message: 'What was sent is no call of the contract. Send an object with an id, an address and a body, as JSON.',
}

/** A message as the client of the contract sends it: the id `i`, its kind `t` (1 or none: a call; 3 and 4 are of one that is at work),
 *  and for a call its address `u`, method `m` and headers `h`. */
const messageSchema = z.object({
  i: z.union([z.string().max(200), z.number()]),
  t: z.union([z.literal(1), z.literal(3), z.literal(4)]).optional(),
  p: z.unknown().optional(),
})
const callSchema = z.object({
  u: z.string().refine((address) => address.startsWith('/') || URL.canParse(address)),
  m: z.string().optional(),
  // The contract has neither files nor streams to send: nothing in it is of another type than JSON.
  h: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .refine((headers) => Object.keys(headers).every((name) => !/^content-/i.test(name)))
    .optional(),
})

type Sent = Parameters<WebSocket['send']>[0]

/** A WebSocket as the contract's handler sees it: with only so many calls at work at once, counted until their answers have left,
 *  and with an answer to whatever comes. */
export class BoundedLine {
  readonly #socket: WebSocket
  /** Ids of calls at work that were not answered yet. */
  readonly #waiting = new Set<string | number>()
  #atWork = 0

  constructor(socket: WebSocket) {
    this.#socket = socket
  }

  readonly addEventListener: WebSocket['addEventListener'] = (type, listener) => {
    const hear = (event: Parameters<Extract<typeof listener, (event: never) => void>>[0]) =>
      typeof listener === 'function' ? listener(event) : listener.handleEvent(event)
    this.#socket.addEventListener(type, (event) => {
      if ('data' in event) void this.#receive(event.data, () => hear(event))
      else hear(event)
    })
  }

  /** Resolves once the bytes have left: a page that does not read has its calls at work, and no more are taken. */
  readonly send = (data: Sent): Promise<void> => {
    const id = idOf(data)
    if (id !== undefined) this.#waiting.delete(id)
    return new Promise((resolve) => this.#socket.send(data, () => resolve()))
  }

  async #receive(data: WebSocket.Data, hear: () => unknown): Promise<void> {
    const message = messageIn(data)
    if (!message) return this.#refuse('', malformed)
    const { i: id, t: kind = 1, p: payload } = message
    if (kind !== 1) {
      await hear()
      return
    }
    if (!callSchema.safeParse(payload).success) return this.#refuse(id, malformed)
    if (this.#atWork >= maxCalls) return this.#refuse(id, busy)
    this.#atWork++
    this.#waiting.add(id)
    try {
      await hear()
      // What the handler could not make out it drops without a word.
      if (this.#waiting.delete(id)) this.#refuse(id, malformed)
    } finally {
      this.#atWork--
    }
  }

  #refuse(id: string | number, error: typeof busy): void {
    const body = { json: { defined: false, ...error, data: {} }, meta: [] }
    this.#socket.send(JSON.stringify({ i: id, p: { s: error.status, b: body } }))
  }
}

/** The JSON of a message, which ends at the first byte 255 where a file follows. */
function messageIn(data: WebSocket.Data): z.infer<typeof messageSchema> | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(textOf(data))).data
  } catch {
    return undefined
  }
}

function textOf(data: WebSocket.Data): string {
  if (typeof data === 'string') return data
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)
  const end = bytes.indexOf(255)
  return bytes.subarray(0, end < 0 ? bytes.length : end).toString()
}

/** The id that an answer begins with. */
function idOf(data: Sent): string | number | undefined {
  const head =
    typeof data === 'string' ? data : data instanceof Uint8Array ? Buffer.from(data.subarray(0, 240)).toString() : ''
  const [, id] = /^\{"i":("(?:[^"\\]|\\.){0,200}"|-?[\d.e+-]+)/.exec(head) ?? []
  return id === undefined ? undefined : z.union([z.string(), z.number()]).parse(JSON.parse(id))
}
