import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { Contract } from '#shared/contract/index.ts'
import { useConnection } from './connection.ts'
import { LastingLink } from './lasting-link.ts'
import { portLine, socketLine } from './lines.ts'

let link: LastingLink | undefined

/** The line is opened at the first call. */
const lazyLink: ClientLink<ClientContext> = {
  call(path, input, options) {
    link ??= connect()
    return link.call(path, input, options)
  },
}

function connect(): LastingLink {
  return new LastingLink({
    line: window.regrade ? portLine(window.regrade) : socketLine(window.location),
    onState: (state) =>
      useConnection.setState((before) => ({
        state,
        lostAtMs: state === 'open' ? null : (before.lostAtMs ?? performance.now()),
      })),
    onReturn: (returned) => whenBack(createORPCClient(returned)),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  })
}

type Client = ContractRouterClient<Contract>

let whenBack: (client: Client) => Promise<void> = async () => undefined

/** Has `work` done over a line that stands again before any other call goes over it. */
export function onReturn(work: (client: Client) => Promise<void>): void {
  whenBack = work
}

/** The workstation, as the contract has it. */
export const client: Client = createORPCClient(lazyLink)

/** Query and mutation options of every contract method, with their keys. */
export const api = createTanstackQueryUtils(client)
