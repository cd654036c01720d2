/** Servers at other ports of this machine, looked at by the browser that a host has let in: `CHROMIUM_PATH=… npm exec -- node
 *  tests/hardness/other-port-cookie.ts [SEED] [SERVERS]`. Prints what they were sent, and what they could do with it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { serveProject } from './served-project.ts'

export interface OtherPortFigures {
  readonly servers: number
  /** Requests that they were sent, at names of this machine. */
  readonly visits: number
  /** Of those, with a cookie of the host. */
  readonly cookies: number
  /** What the host answered to each session that they could guess or were sent. */
  readonly letIn: number
  /** Whether the page itself was let in, at the host's own name. */
  readonly pageLetIn: boolean
  /** Whether the address in the browser's history lets anybody in. */
  readonly oldAddressStatus: number
}

export async function otherPortCookie(seed: number, servers: number): Promise<OtherPortFigures> {
  const random = seededUniform(seed)
  const host = await serveProject()
  const heard: string[] = []
  let visits = 0
  const others = await Promise.all(
    Array.from({ length: servers }, async () => {
      const server = createServer((request, response) => {
        visits++
        if (request.headers.cookie?.includes('regrade')) heard.push(request.headers.cookie)
        response.setHeader('content-type', 'text/html')
        response.end('<!doctype html><title>another</title>')
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    }),
  )
  const browser = await launch()
  try {
    const page = await browser.newPage()
    const ticketAddress = await host.anew()
    await page.goto(ticketAddress)
    await page.waitForURL(/^http:\/\/regrade-[a-z2-7]{26}\.localhost:\d+\/(#.*)?$/)
    const pageLetIn = (await page.reload())?.status() === 200
    const names = ['127.0.0.1', 'localhost', 'regrade.localhost', `regrade-${host.port}.localhost`]
    for (const other of others) {
      const name = names[Math.floor(random() * names.length)] ?? '127.0.0.1'
      const address = `http://${name}:${portOf(other)}/`
      await page.goto(address)
      // What a site asks of itself is sent its strict cookies, too.
      await page.evaluate(async () => (await fetch('/again')).status)
    }
    let letIn = 0
    for (const cookie of heard) {
      if ((await fetch(`http://127.0.0.1:${host.port}/`, { headers: { cookie } })).status === 200) letIn++
    }
    const oldAddressStatus = (await fetch(ticketAddress, { redirect: 'manual' })).status
    return { servers, visits, cookies: heard.length, letIn, pageLetIn, oldAddressStatus }
  } finally {
    await browser.close()
    for (const other of others) {
      other.closeAllConnections()
      other.close()
    }
    await host.end('SIGTERM')
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

async function launch(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-quic'],
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [seed = 1, servers = 40] = process.argv.slice(2).map(Number)
  console.log(JSON.stringify({ seed, ...(await otherPortCookie(seed, servers)) }, null, 2))
}
