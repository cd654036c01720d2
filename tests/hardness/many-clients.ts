/** Many programs at once at one host: `npm exec -- node tests/hardness/many-clients.ts [SEED] [CLIENTS] [CALLS]`. Each sends calls without
 *  waiting for answers, good ones and malformed ones mixed by the seed; prints what came back and how long an end by SIGTERM took. */
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { WebSocket } from 'ws'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { serveProject } from './served-project.ts'

export interface ManyClientsFigures {
  readonly clients: number
  readonly sent: number
  readonly answered: number
  /** Answered with an error and a sentence, for being too many at once. */
  readonly busy: number
  /** The same, for being no call. */
  readonly malformed: number
  /** Windows beyond the bound, and how many of them were told so. */
  readonly tooMany: number
  readonly refusedWindows: number
  /** Resident memory of the host afterwards, MB; null where the system does not say. */
  readonly memoryMb: number | null
  readonly endMs: number
}

const windowLimit = 64
const malformedMessages = ['nonsense', '[]', 'null', '{"p":{"u":"/x"}}', '{"i":"x","p":{"u":5}}', '{"i":"x"}', '']

export async function manyClients(seed: number, clients: number, calls: number): Promise<ManyClientsFigures> {
  const random = seededUniform(seed)
  const host = await serveProject()
  const sockets = await Promise.all(Array.from({ length: clients }, () => open(host.port, host.headers)))
  const counts = { answered: 0, busy: 0, malformed: 0 }
  let sent = 0
  for (const socket of sockets) {
    socket.on('message', (data) => {
      const { s: status = 200 } = (JSON.parse(data.toString()) as { p: { s?: number } }).p
      counts.answered++
      if (status === 429) counts.busy++
      if (status === 400) counts.malformed++
    })
  }
  for (let call = 0; call < calls; call++) {
    for (const socket of sockets) {
      const wrong = malformedMessages[Math.floor(random() * malformedMessages.length * 8)]
      socket.send(wrong ?? JSON.stringify({ i: `${sent}`, p: { u: '/projects/current' } }))
      sent++
    }
  }
  await until(() => counts.answered >= sent)
  const extra = windowLimit - clients + 6
  const more = await Promise.all(
    Array.from({ length: extra }, () =>
      open(host.port, host.headers).then(
        (socket) => socket,
        () => null,
      ),
    ),
  )
  const refusedWindows = more.filter((socket) => socket === null).length
  const memoryMb = residentMb(host.child.pid)
  const told = { ...counts }
  // Calls on their way must not keep the host.
  for (const socket of sockets) {
    for (let call = 0; call < 100; call++)
      socket.send(JSON.stringify({ i: `last ${call}`, p: { u: '/projects/recent' } }))
  }
  const endMs = await host.end('SIGTERM')
  return { clients, sent, ...told, tooMany: 6, refusedWindows, memoryMb, endMs }
}

function open(port: number, headers: { readonly cookie: string }): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.on('error', reject)
  })
}

async function until(check: () => boolean): Promise<void> {
  const limit = performance.now() + 120_000
  while (!check() && performance.now() < limit) await new Promise((resolve) => setTimeout(resolve, 10))
}

function residentMb(pid: number | undefined): number | null {
  try {
    const [, kB] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kB === undefined ? null : Math.round(Number(kB) / 1024)
  } catch {
    return null
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [seed = 1, clients = 50, calls = 1000] = process.argv.slice(2).map(Number)
  console.log(JSON.stringify({ seed, ...(await manyClients(seed, clients, calls)) }, null, 2))
}
