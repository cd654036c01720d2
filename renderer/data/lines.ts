import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'

type Link = ClientLink<ClientContext>

/** `refused`: this page’s session is no longer let in. `full`: too many windows are open. */
export type Refusal = 'refused' | 'full'

/** One way to reach the workstation. `connect` gives a link that works, and tells once when it no longer does. */
export interface Line {
  connect(onLost: () => void): Promise<Link>
  /** Why trying again is without hope until the person does something; null where it is not. */
  refused(): Promise<Refusal | null>
}

/** What the shell's preload script offers to the page. */
export interface ShellBridge {
  ready(): void
  readonly pickFolder?: () => Promise<string | null>
  readonly pickFile?: () => Promise<string | null>
  /** Handle of a file to write that was chosen in a dialog; null where none was. */
  readonly pickTarget?: (name: string) => Promise<string | null>
  readonly platform?: string
}

declare global {
  interface Window {
    readonly regrade?: ShellBridge
  }
}

/** Electron: the preload script posts a port after `ready()`. */
export function portLine(bridge: ShellBridge): Line {
  return {
    connect: (onLost) =>
      new Promise((resolve) => {
        const listen = (event: MessageEvent) => {
          const port = event.ports[0]
          if (event.data !== 'regrade:port' || event.source !== window || !port) return
          window.removeEventListener('message', listen)
          port.addEventListener('close', onLost, { once: true })
          const link = new PortLink({ port })
          port.start()
          resolve(link)
        }
        window.addEventListener('message', listen)
        bridge.ready()
      }),
    refused: async () => null,
  }
}

/** Plain host: a WebSocket to where the page came from; the cookie set at the first visit goes with it. */
export function socketLine(location: Location): Line {
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`
  return {
    connect: (onLost) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(address)
        socket.binaryType = 'arraybuffer'
        let opened = false
        socket.addEventListener('open', () => {
          opened = true
          resolve(new SocketLink({ websocket: socket }))
        })
        socket.addEventListener('close', () => {
          if (opened) onLost()
          else reject(new Error('The workstation does not answer.'))
        })
      }),
    async refused() {
      const reply = await fetch('/rpc', { method: 'HEAD', cache: 'no-store' }).catch(() => null)
      if (reply?.status === 503) return 'full'
      return reply?.status === 401 || reply?.status === 403 ? 'refused' : null
    },
  }
}
